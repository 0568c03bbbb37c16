import { and, asc, eq, gte, inArray, isNull, not, sql } from "drizzle-orm";
import { z } from "zod";
import { type FlowUnit, type PatientFlowView, patientFlow, type RecentlyLeft } from "@/lib/core/flow/patient-flow";
import { READMISSION_WINDOW_DAYS, type ReadmissionTiming, readmissionTiming } from "@/lib/core/flow/readmission-timing";
import { seesSilentScores, silenceReason } from "@/lib/core/validation/model-visibility";
import { outcomes, predictions, stays, wards } from "@/lib/io/database/schema";
import { findScoreStanding } from "@/lib/services/model-visibility";
import { type Scope, verb } from "@/lib/services/verb";

const TARGET = "any-readmission-30d";
const DAY_MS = 86_400_000;
/** How far back this hospital's own timing is looked for. */
const TIMING_DAYS = 730;

async function findUnits({ tx }: Scope, wardIds: readonly string[]): Promise<FlowUnit[]> {
  return tx
    .select({ id: wards.id, name: wards.name, physicalBeds: wards.physicalBeds })
    .from(wards)
    .where(inArray(wards.id, [...wardIds]))
    .orderBy(asc(wards.name));
}

async function findInHospital({ tx }: Scope, wardIds: readonly string[]) {
  const found = await tx
    .select({ wardId: stays.wardId, plannedEndAt: stays.plannedEndAt })
    .from(stays)
    .where(and(inArray(stays.wardId, [...wardIds]), stays.isCurrent, isNull(stays.goneAt)));
  return found.map(({ wardId, plannedEndAt }) => ({
    wardId: wardId ?? "",
    plannedEndAt: plannedEndAt?.toISOString() ?? null,
  }));
}

/**
 * Those who left lately and have no later stay, whatever unit it is on; whoever is known to have died, or is no index
 * stay, is left out. An estimate of a version that does not serve is none.
 */
async function findRecentlyLeft({ tx, house, now }: Scope, wardIds: readonly string[]): Promise<RecentlyLeft[]> {
  // A day to spare on either side of the window: which calendar day it was is decided in the hospital's zone.
  const since = new Date(now.getTime() - (READMISSION_WINDOW_DAYS + 2) * DAY_MS);
  const isBack = sql<boolean>`exists (select 1 from stays later where later.patient_id = ${stays.patientId}
    and later.id <> ${stays.id} and later.gone_at is null
    and (later.is_current or later.admitted_at >= ${stays.dischargedAt}))`;
  const isOut = sql<boolean>`exists (select 1 from ${outcomes} where ${outcomes.stayId} = ${stays.id}
    and ${outcomes.target} = ${TARGET} and ${outcomes.status} in ('died', 'excluded', 'readmitted'))`;
  const found = await tx
    .select({
      wardId: stays.wardId,
      dischargedAt: stays.dischargedAt,
      probability: predictions.probability,
      modelVersion: predictions.modelVersion,
    })
    .from(stays)
    .leftJoin(predictions, eq(predictions.id, stays.predictionId))
    .where(
      and(
        inArray(stays.wardId, [...wardIds]),
        not(stays.isCurrent),
        isNull(stays.goneAt),
        gte(stays.dischargedAt, since),
        not(isBack),
        not(isOut),
      ),
    );
  return found.flatMap(({ wardId, dischargedAt, probability, modelVersion }) =>
    dischargedAt === null || wardId === null
      ? []
      : [
          {
            wardId,
            dischargedAt: dischargedAt.toISOString(),
            probability: modelVersion === house.model.facts.version ? probability : null,
          },
        ],
  );
}

/** When this hospital's own readmissions came: of all units, for a timing tells of nobody in particular. */
async function findTiming({ tx, house, now }: Scope): Promise<ReadmissionTiming> {
  const zone = house.timeZone;
  const since = new Date(now.getTime() - TIMING_DAYS * DAY_MS);
  const day = sql<number>`((${outcomes.readmittedAt} at time zone ${zone})::date
    - (${outcomes.dischargedAt} at time zone ${zone})::date)`;
  const counted = await tx
    .select({ day: day.as("day"), count: sql<number>`count(*)::int` })
    .from(outcomes)
    .where(and(eq(outcomes.target, TARGET), eq(outcomes.status, "readmitted"), gte(outcomes.dischargedAt, since)))
    .groupBy(sql`day`);
  const byDay = Array<number>(READMISSION_WINDOW_DAYS + 1).fill(0);
  for (const { day: after, count } of counted) if (after in byDay) byDay[after]! += count;
  return readmissionTiming(byDay);
}

/** A week ahead by unit: who is expected to leave, and how many of those who left lately may come back. */
export const readPatientFlow = verb({
  name: "read-patient-flow",
  input: z.object({ wardId: z.string().min(1).max(200).nullish() }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { wardId }) => {
    const { house, now, actor } = scope;
    const standing = await findScoreStanding(scope);
    const silence =
      standing.visibility.state === "silent" && !seesSilentScores(actor.role) ? standing.visibility : null;
    const timing = await findTiming(scope);
    const units = await findUnits(scope, actor.wardIds);
    const inHospital = await findInHospital(scope, actor.wardIds);
    const left = silence ? null : { timing, stays: await findRecentlyLeft(scope, actor.wardIds) };
    const output: PatientFlowView = {
      ...patientFlow({ now, timeZone: house.timeZone, units, inHospital, left }),
      wardId: wardId || null,
      silentBecause: silence && silenceReason(silence.because),
      provenance: standing.provenance,
      target: house.model.facts.target,
      localReadmissions: timing.localReadmissions,
      simulated: house.isDemo,
    };
    const detail = { units: units.length, inHospital: inHospital.length, discharges: left?.stays.length ?? 0 };
    return { output, audit: { target: wardId ? { wardId } : {}, detail } };
  },
});
