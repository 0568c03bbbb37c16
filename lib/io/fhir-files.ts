import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { otherVersion } from "@/lib/core/fhir/fhir-version";
import { IssueLog } from "@/lib/core/fhir/issue-log";
import { groupByPatient, isNameless } from "@/lib/core/fhir/patient-of";
import { type FhirEntry, isObject, isResource } from "@/lib/core/fhir/resource";
import { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { listSources, type SourceFile } from "@/lib/io/fhir-source";
import { type Complain, FileComplaints } from "@/lib/io/file-complaints";
import { LONGEST_LINE_BYTES, readLines } from "@/lib/io/line-reader";
import { LooseResources } from "@/lib/io/loose-resources";

/** One patient's resources, and what belongs to no patient. */
export interface PatientEntries {
  readonly id: string;
  readonly entries: readonly FhirEntry[];
  readonly shared: ResourceIndex | undefined;
}

/** A file that is one JSON value must fit in memory several times over. */
const LARGEST_WHOLE_BYTES = 400 * 1024 * 1024;

/**
 * Reads FHIR R4 patients one by one from a Bundle `.json`, an `.ndjson[.gz]` of Bundles or of resources, or a folder
 * of such files as a Bulk Export leaves it. Bundles stream: one patient's Bundles must stand next to each other.
 * Resources one a line are held as text until every file was seen. Throws Fault bad-input where nothing is there.
 */
export async function* readPatients(path: string, complain: Complain): AsyncGenerator<PatientEntries> {
  const reader = new Reader(complain);
  for (const file of await listSources(path)) {
    if (file.layout === "binary") complain(`${file.name}: this is not text, so it holds no FHIR.`);
    else if (file.layout === "empty") complain(`${file.name}: the file is empty.`);
    else if (file.layout === "whole") yield* reader.whole(file);
    else yield* reader.lines(file);
  }
  yield* reader.rest();
}

const BUNDLE_START = /^\s*\{\s*"resourceType"\s*:\s*"Bundle"/;

class Reader {
  readonly #complain: Complain;
  readonly #loose = new LooseResources();
  readonly #emitted = new Map<string, string>();
  readonly #ofFile: FileComplaints;
  #pending: { id: string; entries: FhirEntry[] } | null = null;

  constructor(complain: Complain) {
    this.#complain = complain;
    this.#ofFile = new FileComplaints(complain);
  }

  /** A file that is one JSON value over many lines. */
  async *whole(file: SourceFile): AsyncGenerator<PatientEntries> {
    if (file.bytes > LARGEST_WHOLE_BYTES) {
      return this.#complain(tooLarge(file));
    }
    let written: string;
    try {
      const raw = await readFile(file.path);
      const unpacked = file.gzip ? await promisify(gunzip)(raw, { maxOutputLength: LARGEST_WHOLE_BYTES }) : raw;
      written = unpacked.toString("utf8").replace(/^\uFEFF/, "");
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") return this.#complain(tooLarge(file));
      return this.#complain(`${file.name}: the compressed file is damaged or ends too early.`);
    }
    let value: unknown;
    try {
      value = JSON.parse(written);
    } catch (thrown) {
      return this.#complain(`${file.name}, line ${faultLine(thrown, written)}: this is not complete JSON.`);
    }
    yield* this.#take(value, null, file.name);
    this.#ofFile.endFile();
  }

  async *lines(file: SourceFile): AsyncGenerator<PatientEntries> {
    const damaged: { text: string | null; where: string }[] = [];
    let last = 0;
    let bundles = 0;
    let isBlank = true;
    try {
      for await (const { number, text: written } of readLines(file.path, file.gzip)) {
        const text = number === 1 && written !== null ? written.replace(/^\uFEFF/, "") : written;
        last = number;
        const where = `${file.name}, line ${number}`;
        if (text === null) {
          isBlank = false;
          this.#complain(`${where}: the line is longer than ${LONGEST_LINE_BYTES / 1024 / 1024} MB and was not read.`);
          damaged.push({ text, where });
          continue;
        }
        if (text.trim() === "") continue;
        isBlank = false;
        let value: unknown;
        try {
          value = JSON.parse(text);
        } catch {
          this.#ofFile.ofLine("this is not complete JSON.", where);
          damaged.push({ text: text.slice(0, 100_000), where });
          continue;
        }
        if (isObject(value) && value.resourceType === "Bundle") bundles += 1;
        yield* this.#take(value, text, where);
      }
      if (isBlank) this.#complain(`${file.name}: the file is empty.`);
    } catch {
      const where = `${file.name}, line ${last + 1}`;
      this.#complain(`${where}: the file is damaged or ends too early.`);
      damaged.push({ text: null, where });
    }
    this.#ofFile.endFile();
    if (bundles > 0) return;
    for (const { text, where } of damaged) {
      if (text === null || !BUNDLE_START.test(text)) this.#loose.noteDamage(text, where);
    }
  }

  *#take(value: unknown, line: string | null, where: string): Generator<PatientEntries> {
    if (isResource(value) && value.resourceType !== "Bundle") {
      const version = otherVersion(value);
      if (version !== null) {
        // Without this resource its patient would be scored on half a record.
        if (line !== null) this.#loose.noteDamage(line, where);
        return this.#ofFile.noteOnce(wrongVersion(version, value.resourceType), where);
      }
      if (line !== null) {
        this.#noteIfNameless({ resource: value }, where);
        return this.#loose.add(value, line);
      }
    }
    const isManifest = isObject(value) && "transactionTime" in value && "output" in value;
    if (isManifest) return;
    const entries = resourceEntries(value);
    for (const { resource } of entries) {
      const version = otherVersion(resource);
      if (version !== null) return this.#complain(`${where}: ${wrongVersion(version, resource.resourceType)}`);
    }
    for (const entry of entries) this.#noteIfNameless(entry, where);
    if (entries.length === 0) {
      const empty = isObject(value) && value.resourceType === "Bundle";
      return this.#ofFile.ofLine(empty ? "the Bundle holds no resources." : "this is not a FHIR resource.", where);
    }
    yield* this.#takeEntries(entries, where);
  }

  /** The patientId and stayId of a result are these resources' own names. */
  #noteIfNameless({ resource, fullUrl }: FhirEntry, where: string): void {
    const { resourceType, id } = resource;
    const isNamed = (id !== undefined && id !== "") || fullUrl !== undefined;
    if (isNamed || (resourceType !== "Patient" && resourceType !== "Encounter")) return;
    this.#ofFile.noteOnce(`this ${resourceType} has no id, so what is said of it cannot be matched to it.`, where);
  }

  *#takeEntries(entries: readonly FhirEntry[], where: string): Generator<PatientEntries> {
    const { patients, shared, unassigned } = groupByPatient(entries);
    this.#loose.shared.push(...(patients.length === 0 ? shared : []));
    this.#loose.unassigned += unassigned.length;
    const index = patients.length > 1 && shared.length > 0 ? new ResourceIndex(shared, new IssueLog()) : undefined;
    for (const { id, entries: own } of patients) {
      if (isNameless(id)) {
        // Another Bundle's nameless patient is another person, however both are counted.
        yield* this.#flush();
        yield { id, entries: own, shared: index ?? this.#sharedIndex() };
        continue;
      }
      if (this.#pending?.id === id) {
        this.#pending.entries.push(...own);
        continue;
      }
      const earlier = this.#emitted.get(id);
      if (earlier !== undefined) {
        this.#complain(`${where}: this patient was already read (${earlier}); put one patient's Bundles together.`);
        continue;
      }
      yield* this.#flush();
      this.#emitted.set(id, where);
      if (patients.length > 1) yield { id, entries: own, shared: index };
      else this.#pending = { id, entries: own };
    }
  }

  *#flush(): Generator<PatientEntries> {
    if (this.#pending !== null) yield { ...this.#pending, shared: this.#sharedIndex() };
    this.#pending = null;
  }

  #sharedIndex(): ResourceIndex | undefined {
    const { shared } = this.#loose;
    return shared.length === 0 ? undefined : new ResourceIndex(shared, new IssueLog());
  }

  /** What can only be told once everything was seen. */
  *rest(): Generator<PatientEntries> {
    yield* this.#flush();
    const loose = this.#loose;
    if (loose.unassigned > 0) {
      this.#complain(`Resources left out because they do not say which patient they are about: ${loose.unassigned}.`);
    }
    if (loose.damagedAt !== null && !loose.isEmpty) {
      return this.#complain(
        `${loose.damagedAt}: the unreadable line may be about any patient, so none of the patients read line by line was scored.`,
      );
    }
    const shared = this.#sharedIndex();
    for (const { id, entries } of loose.patients()) {
      const earlier = this.#emitted.get(id);
      if (earlier === undefined) yield { id, entries, shared };
      else
        this.#complain(`A patient stands both in a Bundle (${earlier}) and in other lines; the Bundle alone was read.`);
    }
    if (loose.damagedPatients > 0) {
      this.#complain(`Patients left out because a line about them cannot be read: ${loose.damagedPatients}.`);
    }
  }
}

function wrongVersion(version: string, type: string): string {
  return `this is FHIR ${version} (by its ${type}), and Wardlight reads FHIR R4.`;
}

function tooLarge({ name }: SourceFile): string {
  return `${name}: the file is too large to read as one Bundle; send it as NDJSON.`;
}

/** The line JSON.parse stopped at: its own word for it, else the last one. */
function faultLine(thrown: unknown, written: string): number {
  const message = thrown instanceof Error ? thrown.message : "";
  const position = /position (\d+)/.exec(message)?.[1];
  const before = position === undefined ? written : written.slice(0, Number(position));
  return before.split("\n").length;
}
