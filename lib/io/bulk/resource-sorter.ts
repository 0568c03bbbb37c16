import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { otherVersion } from "@/lib/core/fhir/fhir-version";
import { IssueLog } from "@/lib/core/fhir/issue-log";
import {
  groupByPatient,
  isIgnoredType,
  isNameless,
  isSharedType,
  patientIdInKey,
  patientKey,
} from "@/lib/core/fhir/patient-of";
import { identifierKey } from "@/lib/core/fhir/reference";
import { type FhirEntry, type FhirResource, isObject, isResource, node, nodes, text } from "@/lib/core/fhir/resource";
import { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { withShared } from "@/lib/core/fhir/with-shared";
import type { PatientSpool } from "@/lib/io/bulk/patient-spool";
import type { SealedFolder } from "@/lib/io/bulk/sealed-folder";
import type { SharedStore } from "@/lib/io/bulk/shared-store";
import { type Complain, FileComplaints } from "@/lib/io/file-complaints";
import { type Line, LONGEST_LINE_BYTES } from "@/lib/io/line-reader";
import { patientNamedIn } from "@/lib/io/loose-resources";

export interface SortCounts {
  lines: number;
  resources: number;
  /** Lines that could not be read. */
  badLines: number;
  /** Of those, lines that name nobody: anybody's record may lack something. */
  badLinesOfNobody: number;
  /** Resources that do not say whose they are. */
  unassigned: number;
  /** Files that are damaged or end in the middle of a line: more of them may come another time. */
  cutFiles: number;
}

const UNRESOLVED = "unresolved";
const IDENTIFIERS = "identifiers";
const NOTED_BYTES = 1 << 18;

/** Lines put by on disk in order, for what can only be told once everything was seen. */
class Notes {
  readonly #folder: SealedFolder;
  readonly #name: string;
  #waiting: string[] = [];
  #size = 0;

  constructor(folder: SealedFolder, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  add(line: string): void {
    this.#waiting.push(line);
    this.#size += line.length;
    if (this.#size > NOTED_BYTES) this.#flush();
  }

  *read(): Generator<string> {
    this.#flush();
    for (const piece of this.#folder.pieces(this.#name)) yield* piece.toString("utf8").split("\n");
    this.#folder.remove(this.#name);
  }

  #flush(): void {
    if (this.#waiting.length > 0) this.#folder.append(this.#name, Buffer.from(this.#waiting.join("\n")));
    this.#waiting = [];
    this.#size = 0;
  }
}

/** Sorts what an export holds, file by file and in any order: by patient, shared by all, deleted. */
export class ResourceSorter {
  readonly counts: SortCounts = {
    lines: 0,
    resources: 0,
    badLines: 0,
    badLinesOfNobody: 0,
    unassigned: 0,
    cutFiles: 0,
  };
  readonly #spool: PatientSpool;
  readonly #shared: SharedStore;
  readonly #ofFile: FileComplaints;
  readonly #complain: Complain;
  readonly #unresolved: Notes;
  readonly #identifiers: Notes;
  readonly #deleted: Notes;

  constructor(folder: SealedFolder, spool: PatientSpool, shared: SharedStore, complain: Complain) {
    this.#spool = spool;
    this.#shared = shared;
    this.#complain = complain;
    this.#ofFile = new FileComplaints(complain);
    this.#unresolved = new Notes(folder, UNRESOLVED);
    this.#identifiers = new Notes(folder, IDENTIFIERS);
    this.#deleted = new Notes(folder, "deleted");
  }

  /** Sorts a file of one JSON value a line. A line that cannot be read is said, by file and number, and the rest kept. */
  async lines(name: string, lines: AsyncIterable<Line>): Promise<void> {
    let last = 0;
    let isCut = false;
    try {
      for await (const line of lines) {
        last = line.number;
        isCut = !this.#line(line, `${name}, line ${line.number}`);
      }
    } catch {
      isCut = true;
      this.counts.badLines += 1;
      this.counts.badLinesOfNobody += 1;
      this.#complain(`${name}, line ${last + 1}: the file is damaged or ends too early.`);
    }
    if (isCut) this.counts.cutFiles += 1;
    if (last === 0) this.#complain(`${name}: the file is empty.`);
    this.#ofFile.endFile();
  }

  /** Takes the one JSON value that a whole file is. */
  value(name: string, value: unknown): void {
    this.#take(value, null, name);
    this.#ofFile.endFile();
  }

  /** Sorts a file of Bundles that say what was deleted (Bulk Data Access, `deleted`). */
  async deletions(name: string, lines: AsyncIterable<Line>): Promise<void> {
    let isCut = false;
    for await (const { number, text: line } of lines) {
      if (line === null || line.trim() === "") continue;
      const bundle = parse(line);
      isCut = bundle === undefined;
      const gone = nodes(node(bundle).entry).flatMap(({ request }) => {
        const { method, url } = node(request);
        const reference = /^(?:.*\/)?([A-Za-z]+\/[A-Za-z0-9\-._]+)$/.exec(text(url) ?? "")?.[1];
        return method === "DELETE" && reference !== undefined ? [reference] : [];
      });
      if (gone.length === 0) this.#bad(`${name}, line ${number}`, "this does not say what was deleted.", null);
      for (const reference of gone) this.#deleted.add(reference);
    }
    if (isCut) this.counts.cutFiles += 1;
    this.#ofFile.endFile();
  }

  /** After everything was sorted: what names its patient by an identifier goes where that patient is. */
  finish(): void {
    const waiting = new Map<string, string[]>();
    for (const noted of this.#unresolved.read()) {
      const [key, line] = JSON.parse(noted) as [string, string];
      const same = waiting.get(key);
      if (same === undefined) waiting.set(key, [line]);
      else same.push(line);
    }
    for (const noted of this.#identifiers.read()) {
      if (waiting.size === 0) continue;
      const [key, id] = JSON.parse(noted) as [string, string];
      for (const line of waiting.get(key) ?? []) this.#spool.add(id, "resource", line);
      waiting.delete(key);
    }
    for (const lines of waiting.values()) this.counts.unassigned += lines.length;
    this.#spool.finish();
    const { unassigned, badLinesOfNobody } = this.counts;
    if (unassigned > 0)
      this.#complain(`Resources left out because they do not say which patient they are about: ${unassigned}.`);
    if (badLinesOfNobody > 0)
      this.#complain(
        `Lines that could not be read and name no patient: ${badLinesOfNobody}. Any patient's record may lack what they held.`,
      );
  }

  /** "Type/id" of what the source says it has deleted. */
  deleted(): Generator<string> {
    return this.#deleted.read();
  }

  /** Whether the line came to its end. */
  #line({ number, text: written }: Line, where: string): boolean {
    if (written === null) {
      this.#bad(where, `the line is longer than ${LONGEST_LINE_BYTES / 1024 / 1024} MB and was not read.`, null);
      return true;
    }
    const line = number === 1 ? written.replace(/^\uFEFF/, "") : written;
    if (line.trim() === "") return true;
    this.counts.lines += 1;
    const value = parse(line);
    if (value === undefined) this.#bad(where, "this is not complete JSON.", line);
    else this.#take(value, line, where);
    return value !== undefined;
  }

  #bad(where: string, sentence: string, line: string | null): void {
    this.counts.badLines += 1;
    this.#ofFile.ofLine(sentence, where);
    const whose = line === null ? null : patientNamedIn(line.slice(0, 100_000));
    if (whose === null) this.counts.badLinesOfNobody += 1;
    else if (whose !== "nobody") this.#spool.add(whose.patientId, "damaged", "");
  }

  #take(value: unknown, line: string | null, where: string): void {
    if (isResource(value) && value.resourceType !== "Bundle") {
      this.#loose(value, line, where);
      return;
    }
    if (isObject(value) && "transactionTime" in value && "output" in value) return;
    const entries = resourceEntries(value);
    if (entries.length === 0) {
      const empty = isObject(value) && value.resourceType === "Bundle";
      this.#bad(where, empty ? "the Bundle holds no resources." : "this is not a FHIR resource.", null);
      return;
    }
    const other = entries.find(({ resource }) => otherVersion(resource) !== null)?.resource;
    if (other !== undefined) {
      this.#bad(where, wrongVersion(other), line);
      return;
    }
    this.counts.resources += entries.length;
    this.#bundle(entries, line, where);
  }

  #bundle(entries: readonly FhirEntry[], line: string | null, where: string): void {
    const { patients, shared, unassigned } = groupByPatient(entries);
    this.counts.unassigned += unassigned.length;
    for (const { id, entries: own } of patients) {
      for (const { resource } of own) if (resource.resourceType === "Patient") this.#noteIdentifiers(resource, id);
      // Two of them in two Bundles are two people, and nothing tells them apart.
      if (isNameless(id))
        this.#ofFile.noteOnce("a Patient has neither id nor fullUrl, so it cannot be kept and was left out.", where);
      else if (patients.length === 1 && own.length === entries.length && line !== null) {
        this.#spool.add(id, "bundle", line);
      } else {
        const index = shared.length === 0 ? undefined : new ResourceIndex(shared, new IssueLog());
        this.#spool.add(id, "entries", JSON.stringify(withShared(own, index)));
      }
    }
    if (patients.length > 0) return;
    for (const { resource } of shared) this.#shared.add(resource, JSON.stringify(resource));
  }

  #loose(resource: FhirResource, written: string | null, where: string): void {
    const { resourceType } = resource;
    const line = written ?? JSON.stringify(resource);
    if (otherVersion(resource) !== null) this.#bad(where, wrongVersion(resource), line);
    else if (!isIgnoredType(resourceType)) {
      this.counts.resources += 1;
      if (isSharedType(resourceType)) this.#shared.add(resource, line);
      else if (resourceType === "Patient") this.#patient(resource, line, where);
      else this.#ofPatient(patientKey(resource), line);
    }
  }

  #patient(patient: FhirResource, line: string, where: string): void {
    const id = text(patient.id);
    if (id === null) {
      this.#ofFile.noteOnce("this Patient has no id, so it cannot be kept and was left out.", where);
      return;
    }
    this.#noteIdentifiers(patient, id);
    this.#spool.add(id, "resource", line);
  }

  #ofPatient(key: string | null, line: string): void {
    const patientId = key === null ? null : patientIdInKey(key);
    if (patientId !== null) this.#spool.add(patientId, "resource", line);
    else if (key?.startsWith("?")) this.#unresolved.add(JSON.stringify([key, line]));
    else this.counts.unassigned += 1;
  }

  #noteIdentifiers(patient: FhirResource, id: string): void {
    for (const identifier of nodes(patient.identifier)) {
      const key = identifierKey(identifier);
      if (key !== null) this.#identifiers.add(JSON.stringify([key, id]));
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

const wrongVersion = (resource: FhirResource): string =>
  `this is FHIR ${otherVersion(resource)} (by its ${resource.resourceType}), and Wardlight reads FHIR R4.`;
