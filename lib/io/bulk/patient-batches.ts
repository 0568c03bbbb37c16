import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { asDamaged } from "@/lib/core/fhir/damaged-record";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import type { FhirEntry, FhirResource } from "@/lib/core/fhir/resource";
import type {
  BatchHead,
  Preparation,
  PreparedRecord,
  PrepareOrder,
  ResourceOf,
  StoredBody,
} from "@/lib/io/bulk/bulk-messages";
import type { PatientSpool, SpoolRecord } from "@/lib/io/bulk/patient-spool";
import type { SharedStore } from "@/lib/io/bulk/shared-store";
import { bySentKey, disputedOf, type KnownResources, mergeRecord, missingOf } from "@/lib/io/merge-record";
import { toSealedRows } from "@/lib/io/sealed-rows";
import { openResource, type StoredResource, toStoredResource } from "@/lib/io/stored-resource";
import type { Vault } from "@/lib/io/vault";

/** A batch is one transaction: so few that a page never waits long for it. */
const MOST_PATIENTS = 50;
const MOST_CHARACTERS = 1_200_000;
/** Rows in one statement. */
const ROWS = 1_000;

type Records = readonly SpoolRecord[];

interface Sent {
  readonly patientId: string;
  readonly rows: ReadonlyMap<string, StoredResource>;
  readonly deleted: ReadonlySet<string>;
  readonly isDamaged: boolean;
}

const sizeOf = (records: Records): number => records.reduce((sum, { text }) => sum + text.length, 0);

function entriesOf({ kind, text }: SpoolRecord): readonly FhirEntry[] {
  if (kind === "resource") return [{ resource: JSON.parse(text) as FhirResource }];
  if (kind === "bundle") return resourceEntries(JSON.parse(text));
  return kind === "entries" ? (JSON.parse(text) as FhirEntry[]) : [];
}

/** Hands out what was sorted, some patients at a time, and prepares them for being stored. */
export class PatientBatches {
  readonly #spool: PatientSpool;
  readonly #shared: SharedStore;
  readonly #vault: Vault;
  readonly #partitions: number;
  readonly #underWay = new Map<number, ReadonlyMap<string, Records>>();
  /** Read once, though a batch may be prepared again. */
  readonly #sent = new Map<number, readonly Sent[]>();
  #partition: number;
  #skip: number;
  #waiting: [string, Records][] = [];
  #lastId = 0;

  constructor(
    spool: PatientSpool,
    shared: SharedStore,
    vault: Vault,
    range: { first: number; end: number; skip: number },
  ) {
    this.#spool = spool;
    this.#shared = shared;
    this.#vault = vault;
    this.#partition = range.first - 1;
    this.#partitions = range.end;
    this.#skip = range.skip;
  }

  next(): BatchHead | null {
    while (this.#waiting.length === 0) {
      if (this.#partition >= 0) this.#spool.remove(this.#partition);
      if (this.#partition + 1 >= this.#partitions) return null;
      this.#partition += 1;
      this.#waiting = [...this.#spool.read(this.#partition)].slice(this.#skip).reverse();
      this.#skip = 0;
    }
    const batch = new Map<string, Records>();
    for (let size = 0; batch.size < MOST_PATIENTS; ) {
      const next = this.#waiting[this.#waiting.length - 1];
      if (next === undefined) break;
      const added = sizeOf(next[1]);
      if (batch.size > 0 && size + added > MOST_CHARACTERS) break;
      size += added;
      batch.set(...next);
      this.#waiting.pop();
    }
    this.#lastId += 1;
    this.#underWay.set(this.#lastId, batch);
    return {
      id: this.#lastId,
      partition: this.#partition,
      endsPartition: this.#waiting.length === 0,
      patientIds: [...batch.keys()],
    };
  }

  prepare({ id, now, inpatientClasses, known, opened }: Omit<PrepareOrder, "keyring">): Preparation {
    const batch = this.#underWay.get(id);
    if (batch === undefined) throw new Error("There is no such batch.");
    const knownOf = new Map(
      known.map(({ patientId, keys, fingerprints }) => [
        patientId,
        new Map(keys.map((key, at) => [key, fingerprints[at] ?? ""])),
      ]),
    );
    const sent = this.#sent.get(id) ?? [...batch].map(([patientId, records]) => this.#sentOf(patientId, records));
    this.#sent.set(id, sent);
    const left = new Map(
      sent.map(({ patientId, deleted }) => [patientId, without(knownOf.get(patientId) ?? NONE, deleted)]),
    );
    const leftOf = (patientId: string): KnownResources => left.get(patientId) ?? NONE;
    const needs = sent.flatMap(({ patientId, rows }) => {
      const left = leftOf(patientId);
      return [...missingOf(left, rows), ...disputedOf(left, rows)].map((reference) => ({ patientId, reference }));
    });
    if (needs.length > 0 && opened === null) return { needs };
    const others = this.#openAll(opened ?? []);
    const records: PreparedRecord[] = [];
    const fresh: StoredResource[] = [];
    const gone: ResourceOf[] = [];
    const refused: string[] = [];
    for (const { patientId, rows, deleted, isDamaged } of sent) {
      const own = knownOf.get(patientId) ?? NONE;
      const merged = mergeRecord(leftOf(patientId), rows, (key) => others.get(`${patientId} ${key}`));
      const people = merged.whole.filter(({ resource }) => resource.resourceType === "Patient");
      if (people.length === 0 && own.size === 0) {
        // Nothing but a deletion or a bad line of somebody never heard of is nothing to keep.
        if (rows.size > 0) refused.push(patientId);
        continue;
      }
      const read = preparePatient(merged.whole, { now, inpatientClasses });
      const summary = people.length === 0 ? null : preparePatient(people).patient;
      records.push({
        patientId,
        summary: summary === null ? null : { ...summary, id: patientId },
        read: isDamaged ? asDamaged(read) : read,
      });
      fresh.push(...merged.fresh);
      for (const reference of deleted)
        if (own.has(reference) && !rows.has(reference)) gone.push({ patientId, reference });
    }
    const rows = [];
    for (let from = 0; from < fresh.length; from += ROWS) rows.push(toSealedRows(fresh.slice(from, from + ROWS)));
    const sealedPrefix = this.#vault.sealedPrefix().toString("hex");
    return { needs: null, records, rows, rowCount: fresh.length, gone, refused, sealedPrefix };
  }

  done(id: number): void {
    this.#underWay.delete(id);
    this.#sent.delete(id);
  }

  #sentOf(patientId: string, records: Records): Sent {
    const entries = this.#shared.complete(records.flatMap((record) => entriesOf(record)));
    return {
      patientId,
      rows: bySentKey(entries.map((entry) => toStoredResource(this.#vault, patientId, entry))),
      deleted: new Set(records.flatMap(({ kind, text }) => (kind === "deleted" ? [text] : []))),
      isDamaged: records.some(({ kind }) => kind === "damaged"),
    };
  }

  #openAll(bodies: readonly StoredBody[]): ReadonlyMap<string, FhirEntry> {
    return new Map(
      bodies.map((row) => [`${row.patientId} ${row.type}/${row.id}`, openResource(this.#vault, row)] as const),
    );
  }
}

const NONE: KnownResources = new Map();

function without(known: KnownResources, deleted: ReadonlySet<string>): KnownResources {
  return deleted.size === 0 ? known : new Map([...known].filter(([key]) => !deleted.has(key)));
}
