import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { PatientSummary } from "@/lib/core/fhir/patient-summary";
import { type PreparedPatient, preparePatient } from "@/lib/core/fhir/prepare-patient";
import { type FhirEntry, nodes } from "@/lib/core/fhir/resource";
import { toEntry } from "@/lib/core/fhir/resource-index";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { resources } from "@/lib/io/database/schema";
import { type PatientReading, storePatients, storeReadings } from "@/lib/services/store-reading";
import { openResource, type StoredResource, toStoredResource } from "@/lib/services/stored-resource";
import { type Scope, verb } from "@/lib/services/verb";

/** So many patients in one transaction, so that pages never wait long for an import. */
export const IMPORT_BATCH = 25;

/** Rows in one INSERT. */
const INSERT_ROWS = 500;

interface PatientRecord {
  readonly patientId: string;
  readonly patient: PatientSummary;
  readonly entries: readonly FhirEntry[];
}

/** The one patient a Bundle is about, and its entries; a Fault names the Bundle by its place in the batch. */
function readBundle(bundle: unknown, position: number): PatientRecord {
  const { resourceType, entry } = (bundle ?? {}) as { resourceType?: unknown; entry?: unknown };
  if (resourceType !== "Bundle") throw new Fault("bad-input", `Item ${position + 1} is not a FHIR Bundle.`);
  const entries = nodes(entry).flatMap((item) => toEntry(item) ?? []);
  const people = new Set(
    entries.flatMap(({ resource, fullUrl }) => (resource.resourceType === "Patient" ? [resource.id ?? fullUrl] : [])),
  );
  if (people.size !== 1)
    throw new Fault("bad-input", `Bundle ${position + 1} holds ${people.size} patients; each must hold exactly one.`);
  // The Patient alone: who it is, without reading the stays.
  const { patient } = preparePatient(entries.filter(({ resource }) => resource.resourceType === "Patient"));
  return { patientId: patient.id, patient, entries };
}

/** Several Bundles of one patient are one record, in the order they came. */
function mergeRecords(records: readonly PatientRecord[]): PatientRecord[] {
  const merged = new Map<string, PatientRecord>();
  for (const record of records) {
    const earlier = merged.get(record.patientId);
    merged.set(record.patientId, earlier ? { ...record, entries: [...earlier.entries, ...record.entries] } : record);
  }
  return [...merged.values()];
}

async function insertResources({ tx, now }: Scope, patientId: string, fresh: readonly StoredResource[]): Promise<void> {
  for (let from = 0; from < fresh.length; from += INSERT_ROWS) {
    const rows = fresh.slice(from, from + INSERT_ROWS);
    // One array a column: thousands of parameters would take the driver longer than the database.
    const types = rows.map(({ type }) => type);
    const ids = rows.map(({ id }) => id);
    const fingerprints = rows.map(({ fingerprint }) => fingerprint);
    const bodies = rows.map(({ seal }) => seal().toString("base64"));
    await tx.execute(sql`
      insert into ${resources} (patient_id, type, id, fingerprint, body, updated_at)
      select ${patientId}, type, id, fingerprint, decode(body, 'base64'), ${now.toISOString()}::timestamptz
      from unnest(
        ${sql.param(types)}::text[], ${sql.param(ids)}::text[], ${sql.param(fingerprints)}::text[], ${sql.param(bodies)}::text[]
      ) with ordinality as sent(type, id, fingerprint, body, ordinal)
      order by ordinal
      on conflict (patient_id, type, id) do update
        set fingerprint = excluded.fingerprint, body = excluded.body, updated_at = excluded.updated_at`);
  }
}

/** Opens what is stored of a patient and was not sent just now. */
async function openOthers({ tx, house }: Scope, patientId: string, keys: readonly string[]) {
  if (keys.length === 0) return new Map<string, FhirEntry>();
  const rows = await tx.select().from(resources).where(eq(resources.patientId, patientId));
  const wanted = new Set(keys);
  return new Map(
    rows.flatMap((row) => {
      const key = `${row.type}/${row.id}`;
      return wanted.has(key) ? [[key, openResource(house.vault, row)] as const] : [];
    }),
  );
}

/** Writes what is new or different and leaves the rest; gives the patient's whole record and how much was written. */
async function storeResources(scope: Scope, { patientId, entries }: PatientRecord) {
  const { tx, house } = scope;
  const stored = await tx
    .select({ type: resources.type, id: resources.id, fingerprint: resources.fingerprint })
    .from(resources)
    .where(eq(resources.patientId, patientId))
    .orderBy(resources.seq);
  const known = new Map(stored.map(({ type, id, fingerprint }) => [`${type}/${id}`, fingerprint]));
  // The last of several under one id stands, as it would had they come one by one.
  const sent = new Map(
    entries
      .map((entry) => toStoredResource(house.vault, patientId, entry))
      .map((row) => [`${row.type}/${row.id}`, row]),
  );
  const fresh = [...sent].filter(([key, row]) => known.get(key) !== row.fingerprint).map(([, row]) => row);
  await insertResources(scope, patientId, fresh);
  const missing = [...known.keys()].filter((key) => !sent.has(key));
  const others = await openOthers(scope, patientId, missing);
  // In order of arrival, so that the same record reads the same however it came.
  const keys = new Set([...known.keys(), ...sent.keys()]);
  const whole = [...keys].flatMap((key) => sent.get(key)?.entry ?? others.get(key) ?? []);
  return { whole, written: fresh.length };
}

/** One import of a patient at a time, also between processes; taken in order, so that two imports cannot block each other. */
async function takeTurns({ tx }: Scope, patientIds: readonly string[]): Promise<void> {
  for (const id of [...patientIds].sort())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`);
}

/** Each prepared stay with what the model said of it, in the order both came. */
function pairUp(read: readonly PreparedPatient[], scored: readonly ScoredStay[]): PatientReading[] {
  let next = 0;
  return read.map(({ patient, stays }) => ({
    patient,
    stays: stays.map((prepared) => {
      const said = scored[next++];
      if (said?.stayId !== prepared.stayId) throw new Error("The model answered for another stay.");
      return { prepared, scored: said };
    }),
  }));
}

/**
 * Stores patients' FHIR R4 Bundles, finds their stays, scores them and keeps the predictions. The same again stores
 * nothing twice and makes no new prediction. All of a batch is stored, or none of it.
 */
export const importBundles = verb({
  name: "import-bundles",
  input: z.object({ bundles: z.array(z.unknown()).min(1).max(IMPORT_BATCH) }),
  about: ({ bundles }): Record<string, string> => ({ bundles: String(bundles.length) }),
  wards: async () => [],
  run: async (scope, { bundles }) => {
    const { house, now } = scope;
    const records = mergeRecords(bundles.map(readBundle));
    await takeTurns(
      scope,
      records.map(({ patientId }) => patientId),
    );
    await storePatients(
      scope,
      records.map(({ patient }) => patient),
    );
    let written = 0;
    const read: PreparedPatient[] = [];
    for (const record of records) {
      const stored = await storeResources(scope, record);
      written += stored.written;
      read.push(preparePatient(stored.whole, { now: now.toISOString() }));
    }
    const scored = await house.model.score(read.flatMap(({ stays }) => stays));
    const changed = await storeReadings(scope, pairUp(read, scored));
    const predictions = changed.filter(({ kind }) => kind === "prediction").length;
    const output = { patients: records.length, stays: scored.length, resources: written, predictions };
    return { output, audit: { target: {}, detail: output }, changed };
  },
});
