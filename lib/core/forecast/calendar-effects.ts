import type { DailySeries } from "@/lib/core/forecast/daily-series";
import { WEEK } from "@/lib/core/forecast/exponential-smoothing";
import { LeastSquares } from "@/lib/core/forecast/least-squares";
import { HOLIDAY_MARKS, holidayMarks } from "@/lib/core/forecast/public-holidays";

/** Days on either side of a day whose mean is taken for its level. */
const AROUND = 3;

/** A day this long ago counts half. */
const HALF_LIFE_DAYS = 500;

/**
 * How far effects are thought to lie from nought (weekday of one series, holiday of all series, holiday of one series
 * from that of all), as shares of the series' mean: the standard deviations of their priors.
 */
const PRIOR = { weekday: 0.05, holiday: 0.05, ownHoliday: 0.05 } as const;

/** What the calendar does to one series. */
export interface CalendarEffects {
  /** Mean of the days counted, and the variance of a day as a share of its square. */
  readonly mean: number;
  readonly noise: number;
  /** Shares of the mean that a weekday, and a holiday, add. */
  weekday(day: number): number;
  holiday(day: number): number;
}

function meanAndNoise(values: Float64Array): { readonly mean: number; readonly noise: number } {
  let sum = 0;
  let seen = 0;
  let squares = 0;
  let pairs = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (Number.isNaN(value)) continue;
    sum += value;
    seen++;
    const change = value - (values[at - WEEK] ?? Number.NaN);
    if (Number.isNaN(change)) continue;
    squares += (change * change) / 2;
    pairs++;
  }
  const mean = Math.max(sum / Math.max(seen, 1), 1e-6);
  return { mean, noise: Math.max(squares / Math.max(pairs, 1) / mean ** 2, 1e-6) };
}

const mark = (row: Float64Array, day: number): Float64Array => {
  row.fill(0);
  row[day % WEEK] = 1;
  for (const which of holidayMarks(day)) row[WEEK + which] = 1;
  return row;
};

/** Every day's distance from the mean of the week around it, as a share of the series' mean. */
function* distances({ firstDay, values }: DailySeries, mean: number) {
  for (let at = AROUND; at < values.length - AROUND; at++) {
    let sum = 0;
    for (let near = at - AROUND; near <= at + AROUND; near++) sum += values[near] as number;
    const share = ((values[at] as number) - sum / (2 * AROUND + 1)) / mean;
    const weight = 0.5 ** ((values.length - at) / HALF_LIFE_DAYS);
    if (!Number.isNaN(share)) yield { day: firstDay + at, share, weight };
  }
}

/**
 * Weekdays are learnt from each series by itself. What holidays do is learnt from all of them together first, since each
 * happens once a year, and then from each by what it differs; both are drawn towards nothing as far as noise advises.
 */
export function learnCalendars(peers: readonly DailySeries[]): readonly CalendarEffects[] {
  const size = WEEK + HOLIDAY_MARKS;
  const row = new Float64Array(size);
  const rows = peers.map((peer) => ({ peer, ...meanAndNoise(peer.values) }));
  const together = new LeastSquares(size);
  for (const { peer, mean, noise } of rows)
    for (const { day, share, weight } of distances(peer, mean)) together.add(mark(row, day), share, weight / noise);
  const shared = together.solve((index) => 1 / (index < WEEK ? 1e-3 : PRIOR.holiday) ** 2).coefficients;
  const sharedHoliday = (day: number) =>
    holidayMarks(day).reduce((sum, which) => sum + (shared[WEEK + which] as number), 0);
  return rows.map(({ peer, mean, noise }) => {
    const alone = new LeastSquares(size);
    for (const { day, share, weight } of distances(peer, mean))
      alone.add(mark(row, day), share - sharedHoliday(day), weight / noise);
    const own = alone.solve((index) => 1 / (index < WEEK ? PRIOR.weekday : PRIOR.ownHoliday) ** 2).coefficients;
    return {
      mean,
      noise,
      weekday: (day) => own[day % WEEK] as number,
      holiday: (day) =>
        holidayMarks(day).reduce((sum, which) => sum + (own[WEEK + which] as number), sharedHoliday(day)),
    };
  });
}
