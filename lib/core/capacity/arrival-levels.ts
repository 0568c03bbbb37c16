import type { ArrivalLevel } from "@/lib/core/capacity/census";
import { normalTail } from "@/lib/core/monitoring/tail-probabilities";

/** A forecast of a day's admissions: values at quantile levels (0–1, ascending), as the forecaster gives them. */
export interface ForecastDay {
  readonly quantiles: readonly { readonly level: number; readonly value: number }[];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Where a level (0–1) lies on the standard normal curve: halved in until nothing changes. */
function normalScore(level: number): number {
  // Levels of 0 and 1 are taken for almost so: nothing is impossible.
  const tail = 2 * Math.max(0.0005, Math.min(level, 1 - level));
  let [low, high] = [0, 4];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > tail) low = middle;
    else high = middle;
  }
  return level < 0.5 ? -low : low;
}

/** A forecast's value at a normal score: straight between the quantiles given, and as it was going beyond them. */
function valuesAt({ quantiles }: ForecastDay, scores: readonly number[]): number[] {
  const known = quantiles.map(({ level, value }) => ({ at: normalScore(level), value }));
  return scores.map((score) => {
    const above = known.findIndex(({ at }) => at >= score);
    const end = Math.max(1, above < 0 ? known.length - 1 : above);
    const [low, high] = [known[end - 1], known[end]];
    if (!low || !high || high.at === low.at) return Math.max(0, low?.value ?? 0);
    return Math.max(0, low.value + ((high.value - low.value) * (score - low.at)) / (high.at - low.at));
  });
}

const midpoints = (count: number): number[] => Array.from({ length: count }, (_, i) => normalScore((i + 0.5) / count));

/** What mean and variance are worked out on: few levels leave the far ends out, and with them much of the variance. */
const FINE = midpoints(199);
/** Levels of the mixture; each stands for a ninth of what may happen. */
const LEVELS = midpoints(9);

const meanAndVariance = (values: readonly number[]): readonly [number, number] => {
  const middle = mean(values);
  return [middle, mean(values.map((value) => (value - middle) ** 2))];
};

/** Means of the mixture on a day: together the forecast's mean and, Poisson chance added, its variance. */
function levelsOf(day: ForecastDay): number[] {
  const [middle, variance] = meanAndVariance(valuesAt(day, FINE));
  const shape = valuesAt(day, LEVELS);
  const [center, spread] = meanAndVariance(shape);
  const scale = spread > 0 ? Math.sqrt(Math.max(0, variance - middle) / spread) : 0;
  const levels = shape.map((value) => Math.max(0, middle + (value - center) * scale));
  // Where few come, the lowest level would be below none; the mean holds all the same.
  const kept = mean(levels);
  return kept > 0 ? levels.map((value) => (value * middle) / kept) : levels;
}

/**
 * A forecast's quantiles as weighed levels of the mean number of admissions, for a mixture of Poissons. A quantile of a
 * count already holds Poisson chance; what is left of its spread once that is taken out is how little is known of the
 * mean. A level holds on all days together: when more come than forecast, more come on the next days too, which is the
 * careful side.
 *
 * @param share how much of each day counts (what is left of today first)
 */
export function toArrivalLevels(days: readonly ForecastDay[], share: readonly number[]): ArrivalLevel[] {
  const byDay = days.map(levelsOf);
  return LEVELS.map((_, index) => ({
    weight: 1 / LEVELS.length,
    byDay: byDay.map((values, day) => values[index]! * (share[day] ?? 1)),
  }));
}
