import type { StayFound } from "@/lib/core/capacity/learn-census";
import { WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { type DemandDay, KEPT_LEVELS, rounded } from "@/lib/core/demand/forecast-demand";
import { dayAfter } from "@/lib/core/monitoring/watch-days";

/** A value between those seen, straight between the two nearest. */
function quantileOf(sorted: readonly number[], level: number): number {
  const at = level * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (at - Math.floor(at)) * (high - low);
}

/**
 * Counts patients at the midnights of past days, of each unit and of the whole hospital, and makes of some of them the
 * forecast that anyone can check: their mean, and where they lay.
 *
 * @param stays everybody who was here on those days
 * @param span first and last day that is counted, local, YYYY-MM-DD
 */
export function censusBefore(stays: readonly StayFound[], { from, through }: { from: string; through: string }) {
  const counts = new Map<string, number>();
  const add = (wardId: string, day: string) => {
    const key = `${wardId} ${day}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  for (const { unitId, admittedOn, leftOn, isCurrent } of stays) {
    if (admittedOn === null) continue;
    for (let day = admittedOn < from ? from : admittedOn; day <= through; day = dayAfter(day)) {
      if (!isCurrent && (leftOn === null || leftOn <= day)) break;
      add(unitId, day);
      add(WHOLE_HOSPITAL, day);
    }
  }
  const countOn = (wardId: string, day: string): number => counts.get(`${wardId} ${day}`) ?? 0;
  return {
    countOn,
    /** What the days `like` it say of the day `on`. */
    told(wardId: string, on: string, like: readonly string[]): DemandDay {
      const seen = like.map((day) => countOn(wardId, day)).sort((a, b) => a - b);
      return {
        day: on,
        point: rounded(seen.reduce((sum, count) => sum + count, 0) / Math.max(seen.length, 1)),
        quantiles: KEPT_LEVELS.map((level) => rounded(quantileOf(seen, level))),
      };
    },
  };
}
