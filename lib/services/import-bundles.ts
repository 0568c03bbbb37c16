import { eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { PatientSummary } from "@/lib/core/fhir/patient-summary";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { type FhirEntry, nodes } from "@/lib/core/fhir/resource";
import { toEntry } from "@/lib/core/fhir/resource-index";
import { patients, resources } from "@/lib/io/database/schema";
import type { Change } from "@/lib/services/audit-log";
import { storePatient, storeStays } from "@/lib/services/store-reading";
import { openResource, toStoredResource } from "@/lib/services/stored-resource";
import { type Scope, verb } from "@/lib/services/verb";

/** So many patients in one transaction, so that pages never wait long for an import. */
export const IMPORT_BATCH = 10;

/** Rows in one INSERT. */
const INSERT_ROWS = 250;

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

/** Writes what is new or different and leaves the rest; how many were written. */
async function storeResources({ tx, house, now }: Scope, { patientId, entries }: PatientRecord): Promise<number> {
  const stored = await tx
    .select({ type: resources.type, id: resources.id, fingerprint: resources.fingerprint })
    .from(resources)
    .where(eq(resources.patientId, patientId));
  const known = new Map(stored.map(({ type, id, fingerprint }) => [`${type}/${id}`, fingerprint]));
  // The last of several under one id stands, as it would had they come one by one.
  const sent = new Map(
    entries
      .map((entry) => toStoredResource(house.vault, patientId, entry))
      .map((row) => [`${row.type}/${row.id}`, row]),
  );
  const fresh = [...sent].filter(([key, row]) => known.get(key) !== row.fingerprint).map(([, row]) => row);
  for (let from = 0; from < fresh.length; from += INSERT_ROWS) {
    const rows = fresh
      .slice(from, from + INSERT_ROWS)
      .map(({ seal, ...row }) => ({ ...row, body: seal(), updatedAt: now }));
    await tx
      .insert(resources)
      .values(rows)
      .onConflictDoUpdate({
        target: [resources.patientId, resources.type, resources.id],
        set: { fingerprint: sql`excluded.fingerprint`, body: sql`excluded.body`, updatedAt: sql`excluded.updated_at` },
      });
  }
  return fresh.length;
}

/** Everything stored of a patient; what was just sent is not opened again. */
async function loadEntries({ tx, house }: Scope, record: PatientRecord): Promise<FhirEntry[]> {
  const rows = await tx.select().from(resources).where(eq(resources.patientId, record.patientId));
  const sent = new Map(
    record.entries.map((entry) => [toStoredResource(house.vault, record.patientId, entry).fingerprint, entry]),
  );
  return rows.map((row) => sent.get(row.fingerprint) ?? openResource(house.vault, row));
}

/** One import of a patient at a time, also between processes; taken in order, so that two imports cannot block each other. */
async function takeTurns({ tx }: Scope, patientIds: readonly string[]): Promise<void> {
  for (const id of [...patientIds].sort())
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`);
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
    const { house, tx, now } = scope;
    const records = bundles.map(readBundle);
    const ids = [...new Set(records.map(({ patientId }) => patientId))];
    await takeTurns(scope, ids);
    const changed: Change[] = [];
    let written = 0;
    const read = [];
    for (const record of records) {
      await storePatient(scope, record.patient);
      written += await storeResources(scope, record);
      read.push(preparePatient(await loadEntries(scope, record), { now: now.toISOString() }));
    }
    const scored = await house.model.score(read.flatMap(({ stays }) => stays));
    let next = 0;
    for (const { patient, stays } of read) {
      const said = scored.slice(next, next + stays.length);
      next += stays.length;
      const pairs = stays.flatMap((prepared, i) => {
        const one = said[i];
        return one === undefined ? [] : [{ prepared, scored: one }];
      });
      changed.push(...(await storeStays(scope, { patient, stays: pairs })));
    }
    const known = await tx.select({ id: patients.id }).from(patients).where(inArray(patients.id, ids));
    const predictions = changed.filter(({ kind }) => kind === "prediction").length;
    const output = { patients: known.length, stays: next, resources: written, predictions };
    return { output, audit: { target: {}, detail: output }, changed };
  },
});
