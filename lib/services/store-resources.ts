import { inArray, sql } from "drizzle-orm";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import { resources } from "@/lib/io/database/schema";
import { openResource, type StoredResource, toStoredResource } from "@/lib/services/stored-resource";
import type { Scope } from "@/lib/services/verb";

/** Rows in one INSERT. */
const INSERT_ROWS = 1000;

/** What one patient's source sent, in the order it came. */
export interface SentRecord {
  readonly patientId: string;
  readonly entries: readonly FhirEntry[];
}

async function insertResources({ tx, now }: Scope, fresh: readonly StoredResource[]): Promise<void> {
  for (let from = 0; from < fresh.length; from += INSERT_ROWS) {
    const rows = fresh.slice(from, from + INSERT_ROWS);
    // One array a column: thousands of parameters would take the driver longer than the database.
    const patients = rows.map(({ patientId }) => patientId);
    const types = rows.map(({ type }) => type);
    const ids = rows.map(({ id }) => id);
    const fingerprints = rows.map(({ fingerprint }) => fingerprint);
    const bodies = rows.map(({ seal }) => seal().toString("base64"));
    await tx.execute(sql`
      insert into ${resources} (patient_id, type, id, fingerprint, body, updated_at)
      select patient_id, type, id, fingerprint, decode(body, 'base64'), ${now.toISOString()}::timestamptz
      from unnest(
        ${sql.param(patients)}::text[], ${sql.param(types)}::text[], ${sql.param(ids)}::text[],
        ${sql.param(fingerprints)}::text[], ${sql.param(bodies)}::text[]
      ) with ordinality as sent(patient_id, type, id, fingerprint, body, ordinal)
      order by ordinal
      on conflict (patient_id, type, id) do update
        set fingerprint = excluded.fingerprint, body = excluded.body, updated_at = excluded.updated_at`);
  }
}

/** Fingerprints of what is stored of each patient, by "Type/id", in order of arrival. */
async function findKnown({ tx }: Scope, patientIds: readonly string[]) {
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
    records.map(({ patientId, entries }) => {
      const rows = entries.map((entry) => toStoredResource(scope.house.vault, patientId, entry));
      // The last of several under one id stands, as it would had they come one by one.
      return [patientId, new Map(rows.map((row) => [`${row.type}/${row.id}`, row]))] as const;
    }),
  );
  const missing = new Map<string, Set<string>>();
  for (const [patientId, own] of known) {
    const keys = [...own.keys()].filter((key) => !sent.get(patientId)?.has(key));
    if (keys.length > 0) missing.set(patientId, new Set(keys));
  }
  const others = await openOthers(scope, missing);
  return records.map(({ patientId }) => {
    const rows = sent.get(patientId) ?? new Map<string, StoredResource>();
    const before = known.get(patientId) ?? new Map<string, string>();
    const keys = new Set([...before.keys(), ...rows.keys()]);
    return {
      patientId,
      whole: [...keys].flatMap((key) => rows.get(key)?.entry ?? others.get(`${patientId} ${key}`) ?? []),
      fresh: [...rows].flatMap(([key, row]) => {
        const stored = before.get(key);
        return stored !== undefined && stored === row.fingerprint ? [] : [row];
      }),
    };
  });
}

/** Stores sealed resources; gives how many. */
export async function writeResources(scope: Scope, rows: readonly StoredResource[]): Promise<number> {
  await insertResources(scope, rows);
  return rows.length;
}
