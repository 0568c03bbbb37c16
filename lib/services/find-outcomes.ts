import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { z } from "zod";
import { findOutcomes as follow } from "@/lib/core/outcomes/find-outcomes";
import { OUTCOME_TARGET } from "@/lib/core/outcomes/outcome";
import { outcomes, stays } from "@/lib/io/database/schema";
import { writeOutcomes } from "@/lib/services/store-outcomes";
import { type Scope, verb } from "@/lib/services/verb";

/** So many outcomes in one transaction, so that pages never wait long. */
const BATCH = 2000;

/** Pending outcomes that time has settled, or that a stay begun since may have: oldest first. */
async function listDue({ tx, now }: Scope) {
  const cameBack = sql`exists (
    select 1 from ${stays} as later
    where later.patient_id = ${stays.patientId} and later.gone_at is null and later.id <> ${stays.id}
      and later.admitted_at >= ${outcomes.dischargedAt} and later.admitted_at <= ${outcomes.maturesAt})`;
  return tx
    .select({ stayId: outcomes.stayId, patientId: stays.patientId, simulated: outcomes.simulated })
    .from(outcomes)
    .innerJoin(stays, eq(stays.id, outcomes.stayId))
    .where(
      and(
        eq(outcomes.target, OUTCOME_TARGET),
        eq(outcomes.status, "pending"),
        isNull(stays.goneAt),
        or(lte(outcomes.maturesAt, now), cameBack),
      ),
    )
    .orderBy(outcomes.maturesAt, outcomes.stayId)
    .limit(BATCH);
}

/**
 * Settles outcomes that were pending, by the clock and by stays that came in since: what needs no new word from the
 * source. A death without a readmission is learnt from the source only, when its patient is imported again.
 */
export const findOutcomes = verb({
  name: "find-outcomes",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async (scope) => {
    const { tx, now } = scope;
    const due = await listDue(scope);
    const patientIds = [...new Set(due.map(({ patientId }) => patientId))];
    const { id, patientId, admittedAt, dischargedAt, isCurrent, goneAt } = stays;
    const rows =
      patientIds.length === 0
        ? []
        : await tx
            .select({ id, patientId, admittedAt, dischargedAt, isCurrent })
            .from(stays)
            .where(and(inArray(patientId, patientIds), isNull(goneAt)));
    const byPatient = new Map<string, typeof rows>();
    for (const row of rows) byPatient.set(row.patientId, [...(byPatient.get(row.patientId) ?? []), row]);
    const settled = due.flatMap(({ stayId, patientId: patient, simulated }) => {
      const all = (byPatient.get(patient) ?? []).map((row) => ({
        stayId: row.id,
        admittedAt: row.admittedAt?.getTime() ?? null,
        dischargedAt: row.isCurrent ? null : (row.dischargedAt?.getTime() ?? null),
        excludedFor: null,
      }));
      const outcome = follow(all, { diedAt: null, now: now.getTime() }).find((found) => found.stayId === stayId);
      return outcome === undefined || outcome.status === "pending" ? [] : [{ ...outcome, simulated }];
    });
    await writeOutcomes(scope, settled);
    const readmitted = settled.filter(({ status }) => status === "readmitted").length;
    const output = { settled: settled.length, readmitted, isMore: due.length === BATCH };
    return { output, audit: { target: {}, detail: output } };
  },
});
