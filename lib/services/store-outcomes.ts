import { and, eq, inArray, ne, notInArray, sql } from "drizzle-orm";
import { findOutcomes, type OutcomeStay } from "@/lib/core/outcomes/find-outcomes";
import { OUTCOME_TARGET, type StayOutcome } from "@/lib/core/outcomes/outcome";
import { outcomes, stays } from "@/lib/io/database/schema";
import { storeLabels } from "@/lib/services/store-labels";
import { instant, isOurs, type PatientReading } from "@/lib/services/store-reading";
import type { Scope } from "@/lib/services/verb";

const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** Writes outcomes, each stay once; what was said of a stay before is replaced. */
export async function writeOutcomes(
  { tx, now }: Scope,
  found: readonly (StayOutcome & { readonly simulated: boolean })[],
): Promise<void> {
  if (found.length === 0) return;
  const rows = found.map((outcome) => ({
    stayId: outcome.stayId,
    target: OUTCOME_TARGET,
    status: outcome.status,
    reason: outcome.reason,
    readmissionStayId: outcome.readmissionStayId,
    readmittedAt: date(outcome.readmittedAt),
    dischargedAt: new Date(outcome.dischargedAt),
    maturesAt: new Date(outcome.maturesAt),
    simulated: outcome.simulated,
    updatedAt: now,
  }));
  const sent = (column: { readonly name: string }) => sql`excluded.${sql.identifier(column.name)}`;
  await tx
    .insert(outcomes)
    .values(rows)
    .onConflictDoUpdate({
      target: [outcomes.stayId, outcomes.target],
      set: {
        status: sent(outcomes.status),
        reason: sent(outcomes.reason),
        readmissionStayId: sent(outcomes.readmissionStayId),
        readmittedAt: sent(outcomes.readmittedAt),
        dischargedAt: sent(outcomes.dischargedAt),
        maturesAt: sent(outcomes.maturesAt),
        simulated: sent(outcomes.simulated),
        updatedAt: sent(outcomes.updatedAt),
      },
    });
}

/**
 * Stays known before an import, and those of them that only a return had made known. To be asked before the import
 * stores its own.
 */
export async function findKnownStays({ tx }: Scope, patientIds: readonly string[]) {
  const rows = await tx
    .select({ stayId: stays.id, reason: outcomes.reason })
    .from(stays)
    .leftJoin(outcomes, and(eq(outcomes.stayId, stays.id), eq(outcomes.target, OUTCOME_TARGET)))
    .where(inArray(stays.patientId, [...patientIds]));
  return new Map(rows.map(({ stayId, reason }) => [stayId, reason === "known-only-by-return"]));
}

const ms = (written: string | null, timeZone: string): number | null => instant(written, timeZone)?.getTime() ?? null;

/** Whether a stay is on record only because its patient came back: it had ended, and a later one begun, when first seen. */
function isKnownOnlyByReturn(
  { prepared }: PatientReading["stays"][number],
  { stays: all }: PatientReading,
  known: ReadonlyMap<string, boolean>,
  timeZone: string,
): boolean {
  const before = known.get(prepared.stayId);
  if (before !== undefined) return before;
  const left = ms(prepared.dischargedAt, timeZone);
  return left !== null && all.some(({ prepared: other }) => (ms(other.admittedAt, timeZone) ?? left - 1) >= left);
}

function toOutcomeStay(
  read: PatientReading["stays"][number],
  reading: PatientReading,
  known: ReadonlyMap<string, boolean> | null,
  timeZone: string,
): OutcomeStay {
  const { stayId, admittedAt, dischargedAt, ending, summary } = read.prepared;
  const byReturn = known !== null && isKnownOnlyByReturn(read, reading, known, timeZone);
  return {
    stayId,
    admittedAt: ms(admittedAt, timeZone),
    dischargedAt: summary.isCurrent ? null : ms(dischargedAt, timeZone),
    excludedFor: ending ?? (byReturn ? "known-only-by-return" : null),
  };
}

/**
 * Forgets what followed stays that the record no longer ends, or no longer shows: nobody came back to them, and nobody
 * stayed away. That a stay can have no outcome stays known: `findKnownStays` asks for it should the stay return.
 */
async function retractOutcomes(
  { tx }: Scope,
  patientIds: readonly string[],
  stayIds: readonly string[],
): Promise<void> {
  const theirs = tx
    .select({ id: stays.id })
    .from(stays)
    .where(inArray(stays.patientId, [...patientIds]));
  await tx
    .delete(outcomes)
    .where(
      and(
        eq(outcomes.target, OUTCOME_TARGET),
        ne(outcomes.status, "excluded"),
        inArray(outcomes.stayId, theirs),
        stayIds.length === 0 ? undefined : notInArray(outcomes.stayId, [...stayIds]),
      ),
    );
}

/**
 * Finds and stores what followed the past stays of patients just read, stays on none of our wards left out; and their
 * labels (`docs/labels.md`), which keep what was said before.
 * @param known what `findKnownStays` found before the import; null where the source sends every past stay, also of
 * patients who did not come back
 */
export async function storeOutcomes(
  scope: Scope,
  readings: readonly PatientReading[],
  known: ReadonlyMap<string, boolean> | null,
): Promise<number> {
  const now = scope.now.getTime();
  const { timeZone } = scope.house;
  const labelled = readings.map((reading) => ({
    reading,
    stays: reading.stays.map((read) => toOutcomeStay(read, reading, known, timeZone)),
    diedAt: ms(reading.patient.deceasedAt, timeZone),
  }));
  const found = labelled.flatMap(({ reading, stays, diedAt }) => {
    const { patient } = reading;
    const byId = new Map(reading.stays.map((read) => [read.prepared.stayId, read]));
    return findOutcomes(stays, { diedAt, now }).flatMap((outcome) => {
      const read = byId.get(outcome.stayId);
      if (read === undefined || !isOurs(read)) return [];
      const back = outcome.readmissionStayId === null ? undefined : byId.get(outcome.readmissionStayId);
      const simulated = patient.synthetic || read.prepared.isSimulated || back?.prepared.isSimulated === true;
      return [{ ...outcome, simulated }];
    });
  });
  await retractOutcomes(
    scope,
    readings.map(({ patient }) => patient.id),
    found.map(({ stayId }) => stayId),
  );
  await writeOutcomes(scope, found);
  await storeLabels(scope, labelled);
  return found.length;
}
