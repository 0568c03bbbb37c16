import type { ForecastDay } from "@/lib/core/capacity/arrival-levels";
import { CENSUS_DAYS } from "@/lib/core/capacity/census-view";
import type { LearntCensus } from "@/lib/core/capacity/learn-census";

/** What a hospital's past taught, as it is kept: plain lists, which JSON can hold. */
export interface KeptLearning extends Omit<LearntCensus, "admissions" | "sameDay"> {
  readonly admissions: readonly (readonly [unitId: string, count: number])[];
  readonly sameDay: readonly (readonly [unitId: string, share: number])[];
}

/** Older than this it is used no more: its forecast of who comes has no day of today's week. */
const OLDEST_DAYS = 7;

export const keepLearning = ({ admissions, sameDay, ...rest }: LearntCensus): KeptLearning => ({
  ...rest,
  admissions: [...admissions],
  sameDay: [...sameDay],
});

/** A forecast that began some days ago, from today on; days it does not reach are as the same weekday a week before. */
function movedOn(days: readonly ForecastDay[], ago: number): readonly ForecastDay[] {
  const moved = days.slice(ago);
  for (let ahead = moved.length; ahead < CENSUS_DAYS; ahead++) moved.push(moved[ahead - 7]!);
  return moved;
}

/** What was kept so many days ago, as of today; null where that is too long ago. */
export function recallLearning(kept: KeptLearning, daysAgo: number): LearntCensus | null {
  if (daysAgo < 0 || daysAgo > OLDEST_DAYS) return null;
  const { arrivals, admissions, sameDay } = kept;
  return {
    ...kept,
    arrivals: arrivals === null ? null : movedOn(arrivals, daysAgo),
    ...{ admissions: new Map(admissions), sameDay: new Map(sameDay) },
  };
}
