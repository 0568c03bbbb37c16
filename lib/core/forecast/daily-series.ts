/** Milliseconds in a day of UTC. */
const DAY = 86_400_000;

/** Days since 1 January 1970. */
export const toDayNumber = (isoDate: string): number =>
  Math.floor(Date.parse(`${isoDate.slice(0, 10)}T00:00:00Z`) / DAY);

/** "2026-11-22" of a day number. */
export const toIsoDate = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** An unbroken run of days. A day nobody counted is not-a-number. */
export interface DailySeries {
  /** Day number of the first value. */
  readonly firstDay: number;
  readonly values: Float64Array;
}

/** A gap longer than this starts a new series: what was learnt before it may no longer hold. */
const LONGEST_GAP_DAYS = 14;

/**
 * The series that counts by day make, in order of time: gaps up to a fortnight are filled with not-a-number, a longer one
 * starts another series. Begins and ends with a day that was counted.
 */
export function toSegments(counts: ReadonlyMap<number, number>): readonly DailySeries[] {
  const days = [...counts.keys()].filter((day) => Number.isFinite(counts.get(day))).sort((one, other) => one - other);
  const segments: DailySeries[] = [];
  let first = 0;
  for (let index = 1; index <= days.length; index++) {
    const before = days[index - 1] as number;
    const day = days[index];
    if (day !== undefined && day - before - 1 <= LONGEST_GAP_DAYS) continue;
    const firstDay = days[first] as number;
    const values = new Float64Array(before - firstDay + 1).fill(Number.NaN);
    for (const own of days.slice(first, index)) values[own - firstDay] = counts.get(own) as number;
    segments.push({ firstDay, values });
    first = index;
  }
  return segments;
}

/** One series of several runs, in order of time; the days between them are not-a-number. */
export function joinRuns(runs: readonly [DailySeries, ...DailySeries[]]): DailySeries {
  const { firstDay } = runs[0];
  const last = runs[runs.length - 1] as DailySeries;
  const values = new Float64Array(last.firstDay + last.values.length - firstDay).fill(Number.NaN);
  for (const run of runs) values.set(run.values, run.firstDay - firstDay);
  return { firstDay, values };
}
