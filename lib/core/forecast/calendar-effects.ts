import type { DailySeries } from "@/lib/core/forecast/daily-series";
import { WEEK } from "@/lib/core/forecast/exponential-smoothing";
import type { HolidayCalendar } from "@/lib/core/forecast/holiday-calendar";
import { LeastSquares } from "@/lib/core/forecast/least-squares";

/** Days on either side of a day whose mean is taken for its level. */
const AROUND = 3;

/** A day this long ago counts half. */
const HALF_LIFE_DAYS = 500;

/**
 * How far effects are thought to lie from nought (weekday of one series, holiday of all series, holiday of one series
 * from that of all), as shares of the series' mean: the standard deviations of their priors.
 */
const PRIOR = { weekday: 0.03, holiday: 0.03, ownHoliday: 0.025 } as const;

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

/** One day of one series, held against the days around it. */
interface Observed {
  /** The day's distance from their mean, as a share of the series' mean. */
  readonly share: number;
  /** Weekdays, then holiday marks: the day's own less their mean, so that a share is what the marks did. */
  readonly marks: Float64Array;
  readonly weight: number;
}

/**
 * Every counted day against the mean of the week around it. Days and marks go through the same filter, days not counted
 * left out of both: a day's own share of that mean, and its neighbours' holidays, are thereby told apart from its effect.
 */
function observe(
  { firstDay, values }: DailySeries,
  mean: number,
  { marks: count, marksOf }: HolidayCalendar,
): readonly Observed[] {
  const observed: Observed[] = [];
  const holidays = Array.from(values, (_, at) => marksOf(firstDay + at));
  for (let at = AROUND; at < values.length - AROUND; at++) {
    const value = values[at] as number;
    if (Number.isNaN(value)) continue;
    const marks = new Float64Array(WEEK + count);
    let sum = 0;
    let counted = 0;
    const put = (on: number, amount: number) => {
      const weekday = (firstDay + on) % WEEK;
      marks[weekday] = (marks[weekday] as number) + amount;
      for (const which of holidays[on] ?? []) marks[WEEK + which] = (marks[WEEK + which] as number) + amount;
    };
    for (let near = at - AROUND; near <= at + AROUND; near++) {
      if (Number.isNaN(values[near])) continue;
      sum += values[near] as number;
      counted++;
      put(near, 1);
    }
    if (counted <= AROUND) continue;
    for (const [index, amount] of marks.entries()) marks[index] = -amount / counted;
    put(at, 1);
    observed.push({
      share: (value - sum / counted) / mean,
      marks,
      weight: 0.5 ** ((values.length - at) / HALF_LIFE_DAYS),
    });
  }
  return observed;
}

/** What coefficients from `from` to before `to` make of a day's marks. */
function effect(marks: Float64Array, coefficients: Float64Array, from: number, to = marks.length): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += (marks[index] as number) * (coefficients[index] as number);
  return sum;
}

/** Effects of weekdays and holidays on what is left of a series once `known` is taken away. */
function learn(
  observed: readonly Observed[],
  size: number,
  noise: number,
  holiday: number,
  known: (marks: Float64Array) => number,
) {
  const equations = new LeastSquares(size);
  for (const { marks, share, weight } of observed) equations.add(marks, share - known(marks), weight / noise);
  return equations.solve((index) => 1 / (index < WEEK ? PRIOR.weekday : holiday) ** 2).coefficients;
}

/**
 * Weekdays are learnt from each series by itself. What holidays do is learnt from all of them together first, since each
 * happens once a year, and then from each by what it differs; both are drawn towards nothing as far as noise advises.
 */
export function learnCalendars(peers: readonly DailySeries[], holidays: HolidayCalendar): readonly CalendarEffects[] {
  const size = WEEK + holidays.marks;
  const rows = peers.map((peer) => {
    const { mean, noise } = meanAndNoise(peer.values);
    return { mean, noise, observed: observe(peer, mean, holidays) };
  });
  const together = new LeastSquares(size);
  for (const { noise, observed } of rows) {
    // Weekdays go first: a holiday that always falls on a Monday is not to be given what Mondays do.
    const own = learn(observed, size, noise, PRIOR.holiday, () => 0);
    for (const { marks, share, weight } of observed)
      together.add(marks.slice().fill(0, 0, WEEK), share - effect(marks, own, 0, WEEK), weight / noise);
  }
  const shared = together.solve(() => 1 / PRIOR.holiday ** 2).coefficients;
  return rows.map(({ mean, noise, observed }) => {
    const own = learn(observed, size, noise, PRIOR.ownHoliday, (marks) => effect(marks, shared, WEEK));
    return {
      mean,
      noise,
      weekday: (day) => own[day % WEEK] as number,
      holiday: (day) =>
        holidays
          .marksOf(day)
          .reduce((sum, which) => sum + (shared[WEEK + which] as number) + (own[WEEK + which] as number), 0),
    };
  });
}
