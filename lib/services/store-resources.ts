import { inArray, sql } from "drizzle-orm";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import { resources } from "@/lib/io/database/schema";
import { bySentKey, mergeRecord, missingOf } from "@/lib/io/merge-record";
import { type SealedRows, toSealedRows } from "@/lib/io/sealed-rows";
import { openResource, type StoredResource, toStoredResource } from "@/lib/io/stored-resource";
import type { Scope } from "@/lib/services/verb";

/** Rows in one INSERT. */
const INSERT_ROWS = 1000;

/** What one patient's source sent, in the order it came. */
export interface SentRecord {
  readonly patientId: string;
  readonly entries: readonly FhirEntry[];
}

const NONE_KNOWN: ReadonlyMap<string, string> = new Map();
const NONE_SENT: ReadonlyMap<string, StoredResource> = new Map();

/** Stores sealed resources in the order they stand in. */
export async function insertSealedRows({ tx, now }: Pick<Scope, "tx" | "now">, rows: SealedRows): Promise<void> {
  await tx.execute(sql`
    insert into ${resources} (patient_id, type, id, fingerprint, body, updated_at)
    select patient_id, type, id, fingerprint, substring(${rows.bodies}::bytea from start for length),
      ${now.toISOString()}::timestamptz
    from unnest(
      ${rows.patientIds}::text[], ${rows.types}::text[], ${rows.ids}::text[],
      ${rows.fingerprints}::text[], ${rows.starts}::int[], ${rows.lengths}::int[]
    ) with ordinality as sent(patient_id, type, id, fingerprint, start, length, ordinal)
    order by ordinal
    on conflict (patient_id, type, id) do update
      set fingerprint = excluded.fingerprint, body = excluded.body, updated_at = excluded.updated_at`);
}

/** Fingerprints of what is stored of each patient, by "Type/id", in order of arrival. */
export async function findKnown({ tx }: Pick<Scope, "tx">, patientIds: readonly string[]) {
  const { patientId, type, id, fingerprint, seq } = resources;
  const rows = await tx
    .select({ patientId, type, id, fingerprint })
    .from(resources)
    .where(inArray(patientId, [...patientIds]))
    .orderBy(seq);
  const known = new Map<string, Map<string, string>>();
  for (const row of rows) {
    const own = known.get(row.patientId) ?? new Map<string, string>();
    known.set(row.patientId, own.set(`${row.type}/${row.id}`, row.fingerprint));
  }
  return known;
}

/** Opens stored resources that were not sent just now, by patient and "Type/id". */
async function openOthers({ tx, house }: Scope, missing: ReadonlyMap<string, ReadonlySet<string>>) {
  const opened = new Map<string, FhirEntry>();
  if (missing.size === 0) return opened;
  const rows = await tx
    .select()
    .from(resources)
    .where(inArray(resources.patientId, [...missing.keys()]));
  for (const row of rows) {
    const key = `${row.type}/${row.id}`;
    if (missing.get(row.patientId)?.has(key)) opened.set(`${row.patientId} ${key}`, openResource(house.vault, row));
  }
  return opened;
}

/** One patient's resources as they are now, and the rows that would bring the stored ones up to date. */
export interface MergedRecord {
  readonly patientId: string;
  /** Sent and stored before together, in order of arrival, so that the same record reads the same however it came. */
  readonly whole: readonly FhirEntry[];
  /** What is new or different, to be written by `writeResources`. */
  readonly fresh: readonly StoredResource[];
}

/** Puts what was sent together with what is stored; writes nothing. Each patient once. */
export async function mergeWithStored(scope: Scope, records: readonly SentRecord[]): Promise<MergedRecord[]> {
  const known = await findKnown(
    scope,
    records.map(({ patientId }) => patientId),
  );
  const sent = new Map(
    records.map(({ patientId, entries }) => [
      patientId,
      bySentKey(entries.map((entry) => toStoredResource(scope.house.vault, patientId, entry))),
    ]),
  );
  const missing = new Map<string, Set<string>>();
  for (const [patientId, own] of known) {
    const keys = missingOf(own, sent.get(patientId) ?? NONE_SENT);
    if (keys.length > 0) missing.set(patientId, new Set(keys));
  }
  const others = await openOthers(scope, missing);
  return records.map(({ patientId }) => ({
    patientId,
    ...mergeRecord(known.get(patientId) ?? NONE_KNOWN, sent.get(patientId) ?? NONE_SENT, (key) =>
      others.get(`${patientId} ${key}`),
    ),
  }));
}

/** Stores resources; gives how many. */
export async function writeResources(scope: Scope, rows: readonly StoredResource[]): Promise<number> {
  for (let from = 0; from < rows.length; from += INSERT_ROWS)
    await insertSealedRows(scope, toSealedRows(rows.slice(from, from + INSERT_ROWS)));
  return rows.length;
}
