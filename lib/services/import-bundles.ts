import { sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { PatientSummary } from "@/lib/core/fhir/patient-summary";
import { type PreparedPatient, preparePatient } from "@/lib/core/fhir/prepare-patient";
import { type FhirEntry, nodes } from "@/lib/core/fhir/resource";
import { toEntry } from "@/lib/core/fhir/resource-index";
import { readOperation } from "@/lib/core/theatres/recorded-operations";
import { dropAbsent } from "@/lib/services/drop-absent";
import { shelfOf } from "@/lib/services/model-shelf";
import { holdRollouts } from "@/lib/services/rollout-record";
import { type Said, type StayToScore, scoreInShadow, scoreUnder } from "@/lib/services/score-here";
import { findKnownStays, storeOutcomes } from "@/lib/services/store-outcomes";
import { isOurs, type PatientReading, storePatients, storeReadings } from "@/lib/services/store-reading";
import { mergeWithStored, writeResources } from "@/lib/services/store-resources";
import { storeShadows } from "@/lib/services/store-shadows";
import { type Scope, verb } from "@/lib/services/verb";

/** So many patients in one transaction, so that pages never wait long for an import. */
export const IMPORT_BATCH = 50;

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

/** One import of a patient at a time, also between processes; taken in order, so that two imports cannot block each other. */
export async function takeTurns({ tx }: Pick<Scope, "tx">, patientIds: readonly string[]): Promise<void> {
  const ids = [...patientIds].sort();
  await tx.execute(sql`
    select pg_advisory_xact_lock(hashtextextended(id, 0)) from (
      select id from unnest(${sql.param(ids)}::text[]) with ordinality as turn(id, place) order by place
    ) as turns`);
}

/** Every stay that was read, with the ward that decides which version speaks. */
export const toScore = (read: readonly PreparedPatient[]): StayToScore[] =>
  read.flatMap(({ stays }) => stays.map((prepared) => ({ prepared, wardId: prepared.summary.wardId })));

/** Each prepared stay with what the model said of it, in the order both came. */
export function pairUp(read: readonly PreparedPatient[], answers: readonly Said[]): PatientReading[] {
  let next = 0;
  return read.map(({ patient, stays }) => ({
    patient,
    stays: stays.map((prepared) => {
      const said = answers[next++];
      if (said?.scored.stayId !== prepared.stayId) throw new Error("The model answered for another stay.");
      return { prepared, ...said };
    }),
  }));
}

/** A count with more sources than this says how many there are; they are not opened one by one. */
const OPENED_ONE_BY_ONE = 10;

/** "patient Type/id" of what a driver opens onto: what it was read from, where that is few enough to be opened. */
function citedResources(readings: readonly PatientReading[]): Set<string> {
  const cited = new Set<string>();
  for (const { patient, stays } of readings) {
    for (const { evidence } of stays.filter(isOurs).flatMap(({ scored }) => scored.drivers)) {
      if (evidence.length <= OPENED_ONE_BY_ONE)
        for (const reference of evidence) cited.add(`${patient.id} ${reference}`);
    }
  }
  return cited;
}

/**
 * Stores patients' FHIR R4 Bundles, finds their stays, scores them, keeps the predictions and finds what followed past
 * stays. The same again stores nothing twice and makes no new prediction. All of a batch is stored, or none of it.
 * A past stay is scored as at its discharge, with what is on record now: its prediction is dated after the fact.
 *
 * `keep: "cited"` is for patients who have left: of their resources only what a driver opens onto and operations
 * with their times stay in the cache (the source has the rest), so such a patient must be sent whole the next time too.
 *
 * `past: "complete"` says that the source sends every past stay of these wards. Otherwise ("as-met") a past stay that is
 * first heard of because its patient came back is left out of outcomes: those who did not come back were never heard of.
 */
export const importBundles = verb({
  name: "import-bundles",
  input: z.object({
    bundles: z.array(z.unknown()).min(1).max(IMPORT_BATCH),
    keep: z.enum(["all", "cited"]).default("all"),
    past: z.enum(["complete", "as-met"]).default("as-met"),
    /** "whole": this is all the feed reads of these patients, and what it no longer holds leaves the cache. */
    sent: z.enum(["whole", "some"]).default("some"),
    /** When it was read at the source: what is shown is as old as that. Now, where left out. */
    readAt: z.iso.datetime().optional(),
  }),
  about: ({ bundles }): Record<string, string> => ({ bundles: String(bundles.length) }),
  wards: async () => [],
  run: async (scope, { bundles, keep, past, sent, readAt }) => {
    const { house, now } = scope;
    const inpatientClasses = house.fhir?.inpatientClasses;
    const records = mergeRecords(bundles.map(readBundle));
    const patientIds = records.map(({ patientId }) => patientId);
    await takeTurns(scope, patientIds);
    const people = records.map(({ patient }) => patient);
    await storePatients(scope, people, readAt === undefined ? {} : { asOf: new Date(readAt), isRead: true });
    if (sent === "whole") await dropAbsent(scope, records);
    const merged = await mergeWithStored(scope, records);
    const read = merged.map(({ whole }) => preparePatient(whole, { now: now.toISOString(), inpatientClasses }));
    // From here to the commit nobody changes which version serves: no ward is left with scores of two.
    await holdRollouts(scope.tx);
    const plan = await shelfOf(house).plan(scope.tx);
    const stays = toScore(read);
    const scored = await scoreUnder(scope, plan, stays);
    const readings = pairUp(read, scored);
    const fresh = merged.flatMap((record) => record.fresh);
    const cited = keep === "all" ? null : citedResources(readings);
    const kept = fresh.filter(
      ({ patientId, type, id, entry }) =>
        cited === null || cited.has(`${patientId} ${type}/${id}`) || readOperation(entry.resource) !== null,
    );
    const written = await writeResources(scope, kept);
    const known = past === "complete" ? null : await findKnownStays(scope, patientIds);
    const changed = await storeReadings(scope, readings);
    await storeShadows(scope, await scoreInShadow(scope, plan, stays));
    const outcomes = await storeOutcomes(scope, readings, known);
    const predictions = changed.filter(({ kind }) => kind === "prediction").length;
    const output = { patients: records.length, stays: scored.length, resources: written, predictions, outcomes };
    return { output, audit: { target: {}, detail: output }, changed };
  },
});
