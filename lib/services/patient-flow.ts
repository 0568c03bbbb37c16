import { and, asc, eq, gte, inArray, isNull, not, sql } from "drizzle-orm";
import { z } from "zod";
import { type FlowUnit, type PatientFlowView, patientFlow, type RecentlyLeft } from "@/lib/core/flow/patient-flow";
import { READMISSION_WINDOW_DAYS, type ReadmissionTiming, readmissionTiming } from "@/lib/core/flow/readmission-timing";
import { chooseFor } from "@/lib/core/rollout/plan";
import { type SilenceReason, seesSilentScores, silenceReason } from "@/lib/core/validation/model-visibility";
import { outcomes, predictions, stays, wards } from "@/lib/io/database/schema";
import { shelfOf } from "@/lib/services/model-shelf";
import { findStandings } from "@/lib/services/silence-unapproved";
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
 * stay, is left out. An estimate of another version than the unit's own is none.
 *
 * @param speaks which version's estimates are taken of a unit's patients; null: nobody's
 */
export async function findRecentlyLeft(
  { tx, now }: Scope,
  wardIds: readonly string[],
  speaks: (wardId: string) => string | null,
): Promise<RecentlyLeft[]> {
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
            probability: modelVersion !== null && modelVersion === speaks(wardId) ? probability : null,
          },
        ],
  );
}

/** When this hospital's own readmissions came: of all units, for a timing tells of nobody in particular. */
export async function findTiming({ tx, house, now }: Scope): Promise<ReadmissionTiming> {
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

/** Which version speaks of each unit's patients to this reader, why none does, and what is said beside the numbers. */
export async function findSpeakers(scope: Scope, wardIds: readonly string[]) {
  const plan = await shelfOf(scope.house).plan(scope.tx);
  const champion = plan.champion.modelVersion;
  const serving = new Map(wardIds.map((id) => [id, chooseFor(plan, id).modelVersion]));
  const versions = [...new Set(serving.values())];
  const standings = await findStandings(scope, [champion, ...versions]);
  const standing = standings.get(versions.length === 1 ? (versions[0] ?? champion) : champion);
  const silenced = (version: string): SilenceReason | null => {
    const visibility = standings.get(version)?.visibility;
    return visibility?.state === "silent" && !seesSilentScores(scope.actor.role) ? visibility.because : null;
  };
  return {
    speaks: (wardId: string): string | null => {
      const version = serving.get(wardId) ?? champion;
      return silenced(version) === null ? version : null;
    },
    /** Why nothing is said of anybody. */
    silence: (versions.length === 0 ? [champion] : versions).map(silenced).reduce((all, why) => all && why),
    provenance: standing?.provenance ?? "",
  };
}

/** A week ahead by unit: who is expected to leave, and how many of those who left lately may come back. */
export const readPatientFlow = verb({
  name: "read-patient-flow",
  input: z.object({ wardId: z.string().min(1).max(200).nullish() }),
  about: ({ wardId }): Record<string, string> => (wardId ? { wardId } : {}),
  wards: async (_scope, { wardId }) => (wardId ? [wardId] : []),
  run: async (scope, { wardId }) => {
    const { house, now, actor } = scope;
    const { speaks, silence, provenance } = await findSpeakers(scope, actor.wardIds);
    const timing = await findTiming(scope);
    const units = await findUnits(scope, actor.wardIds);
    const inHospital = await findInHospital(scope, actor.wardIds);
    const left = silence ? null : { timing, stays: await findRecentlyLeft(scope, actor.wardIds, speaks) };
    const output: PatientFlowView = {
      ...patientFlow({ now, timeZone: house.timeZone, units, inHospital, left }),
      wardId: wardId || null,
      silentBecause: silence && silenceReason(silence),
      provenance,
      target: house.model.facts.target,
      localReadmissions: timing.localReadmissions,
      simulated: house.isDemo,
    };
    const detail = { units: units.length, inHospital: inHospital.length, discharges: left?.stays.length ?? 0 };
    return { output, audit: { target: wardId ? { wardId } : {}, detail } };
  },
});
