/** An hour and how much of something there was in it. */
export interface HourCount {
  /** Hours since 1970 (UTC). */
  readonly hour: number;
  readonly count: number;
}

/** How unusual an hour was. */
export interface Anomaly {
  readonly observed: number;
  /** Median of the same time of day before. */
  readonly usual: number;
  /** Robust z; null where too few days are known. */
  readonly z: number | null;
}

/** Days of the same time that must be known before anything is called unusual. */
const LEAST_DAYS = 7;
/** Of a normal distribution the median absolute deviation is 1/1.4826 of the standard deviation. */
const MAD_TO_SD = 1.4826;
/** Beyond this either way an hour is unusual: of independent normal hours, one in a hundred million. */
export const UNUSUAL_Z = 6;

const DAY_HOURS = 24;
const WEEK_HOURS = 7 * DAY_HOURS;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** 1970-01-01 was a Thursday. */
const isWeekend = (hour: number): boolean => {
  const day = (Math.floor(hour / DAY_HOURS) + 4) % 7;
  return day === 0 || day === 6;
};

/**
 * How unusual the last of some hours was, against the same time of day of the weeks before, working days and weekends
 * apart: a robust seasonal z, (x − median) / s on square roots, where counts have about the same spread whatever their
 * size (Anscombe's 2√(x + 3/8) has variance 1 for Poisson counts). s is 1.4826 × the median absolute deviation, and never
 * below 1, so that a series of nothing is not upset by one. Hours that are not given count as 0.
 * @param hour the hour to judge; hours after it are not looked at
 * @param from the first hour that is known of; before it nothing is taken for nothing
 * @see Anscombe, Biometrika 35 (1948) 246–254; Rousseeuw & Croux, JASA 88 (1993) 1273–1283
 */
export function seasonalAnomaly(
  counts: readonly HourCount[],
  { hour, from, weeks = 4 }: { readonly hour: number; readonly from: number; readonly weeks?: number },
): Anomaly {
  const known = new Map(counts.map((one) => [one.hour, one.count]));
  const observed = known.get(hour) ?? 0;
  const before: number[] = [];
  const first = Math.max(from, hour - weeks * WEEK_HOURS);
  for (let at = hour - DAY_HOURS; at >= first; at -= DAY_HOURS)
    if (isWeekend(at) === isWeekend(hour)) before.push(known.get(at) ?? 0);
  const usual = median(before);
  if (before.length < LEAST_DAYS) return { observed, usual, z: null };
  const scaled = (count: number): number => 2 * Math.sqrt(count + 3 / 8);
  const center = median(before.map(scaled));
  const spread = MAD_TO_SD * median(before.map((count) => Math.abs(scaled(count) - center)));
  return { observed, usual, z: (scaled(observed) - center) / Math.max(1, spread) };
}
