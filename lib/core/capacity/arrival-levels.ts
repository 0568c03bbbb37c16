import type { ArrivalLevel } from "@/lib/core/capacity/census";

/** A forecast of a day's admissions: values at quantile levels (0–1, ascending), as the forecaster gives them. */
export interface ForecastDay {
  readonly quantiles: readonly { readonly level: number; readonly value: number }[];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Value of a forecast at a level, straight between the quantiles given and flat beyond them. */
function valueAt({ quantiles }: ForecastDay, level: number): number {
  const above = quantiles.findIndex((known) => known.level >= level);
  const [low, high] = [quantiles[Math.max(0, above - 1)], quantiles.at(above < 0 ? -1 : above)];
  if (!low || !high) return 0;
  if (above <= 0 || high.level === low.level) return above < 0 ? quantiles.at(-1)!.value : high.value;
  return low.value + ((high.value - low.value) * (level - low.level)) / (high.level - low.level);
}

/**
 * Unscheduled admissions beyond those who are counted one by one already (emergency patients who are here, patients
 * likely to come back): a forecast of all of them less the number expected of those, never below none.
 *
 * @param counted expected number by day
 */
export function beyondCounted(levels: readonly ArrivalLevel[], counted: readonly number[]): ArrivalLevel[] {
  return levels.map(({ weight, byDay }) => ({
    weight,
    byDay: byDay.map((mean, day) => Math.max(0, mean - (counted[day] ?? 0))),
  }));
}

/** Levels the forecast is read at; each stands for a ninth of what may happen. */
const LEVELS = Array.from({ length: 9 }, (_, index) => (index + 0.5) / 9);

/**
 * A forecast's quantiles as weighed levels of the mean number of admissions, for a mixture of Poissons. A quantile of a
 * count already holds Poisson chance; what is left of its spread once that is taken out is how little is known of the
 * mean. A level holds on all days together: when more come than forecast, more come on the next days too, which is the
 * careful side.
 *
 * @param share how much of each day counts (what is left of today first)
 */
export function toArrivalLevels(days: readonly ForecastDay[], share: readonly number[]): ArrivalLevel[] {
  const shrunk = days.map((day) => {
    const values = LEVELS.map((level) => Math.max(0, valueAt(day, level)));
    const middle = mean(values);
    const variance = mean(values.map((value) => (value - middle) ** 2));
    const kept = variance > 0 ? Math.sqrt(Math.max(0, variance - middle) / variance) : 0;
    return values.map((value) => middle + (value - middle) * kept);
  });
  return LEVELS.map((_, index) => ({
    weight: 1 / LEVELS.length,
    byDay: shrunk.map((values, day) => values[index]! * (share[day] ?? 1)),
  }));
}
