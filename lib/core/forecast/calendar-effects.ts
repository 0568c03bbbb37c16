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

/**
 * How much a holiday is thought to be like a Sunday, and the day after it like a Monday, where it is known to be kept, and
 * how far that may be off. Of several lists a hospital keeps one: what is thought is divided among them.
 */
const ALIKE = { sunday: 0.6, monday: 0.5, deviation: 0.3 } as const;

/** 1 January 1970 was a Thursday. */
const [SATURDAY, SUNDAY, MONDAY] = [2, 3, 4] as const;

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

/** Columns that are not nought on a day besides its weekday's, and what is in them. */
type ColumnsOf = (day: number) => readonly (readonly [column: number, amount: number])[];

const NONE: ReturnType<ColumnsOf> = [];

/**
 * The columns effects are learnt in, besides those of weekdays: marks of the calendar, and, for the two marks of each list
 * of holidays, what a Sunday (and on the day after, a Monday) adds to the weekday it is, in this series.
 */
const columnsFor =
  ({ marks, lists, marksOf }: HolidayCalendar, weekdays: Float64Array): ColumnsOf =>
  (day) => {
    const own = marksOf(day);
    if (own.length === 0) return NONE;
    const today = day % WEEK;
    const columns: [number, number][] = [];
    for (const mark of own) {
      columns.push([WEEK + mark, 1]);
      if (mark >= 2 * lists) continue;
      const isAfter = mark % 2 === 1;
      // Work begins again on the day after only if that is a weekday.
      if (isAfter && (today === SATURDAY || today === SUNDAY)) continue;
      const like = weekdays[isAfter ? MONDAY : SUNDAY] as number;
      columns.push([WEEK + marks + mark, like - (weekdays[today] as number)]);
    }
    return columns;
  };

/** One day of one series, held against the days around it. */
interface Observed {
  /** The day's distance from their mean, as a share of the series' mean. */
  readonly share: number;
  /** The day's own columns less their mean, so that a share is what the columns did. */
  readonly columns: Float64Array;
  readonly weight: number;
}

/**
 * Every counted day against the mean of the week around it. Days and columns go through the same filter, days not counted
 * left out of both: a day's own share of that mean, and its neighbours' holidays, are thereby told apart from its effect.
 */
function observe(
  { firstDay, values }: DailySeries,
  mean: number,
  size: number,
  columnsOf: ColumnsOf,
): readonly Observed[] {
  const observed: Observed[] = [];
  const own = Array.from(values, (_, at) => columnsOf(firstDay + at));
  for (let at = AROUND; at < values.length - AROUND; at++) {
    const value = values[at] as number;
    if (Number.isNaN(value)) continue;
    const columns = new Float64Array(size);
    let sum = 0;
    let counted = 0;
    const put = (on: number, times: number) => {
      const weekday = (firstDay + on) % WEEK;
      columns[weekday] = (columns[weekday] as number) + times;
      for (const [column, amount] of own[on] ?? []) columns[column] = (columns[column] as number) + times * amount;
    };
    for (let near = at - AROUND; near <= at + AROUND; near++) {
      if (Number.isNaN(values[near])) continue;
      sum += values[near] as number;
      counted++;
      put(near, 1);
    }
    if (counted <= AROUND) continue;
    for (const [column, amount] of columns.entries()) columns[column] = -amount / counted;
    put(at, 1);
    observed.push({
      share: (value - sum / counted) / mean,
      columns,
      weight: 0.5 ** ((values.length - at) / HALF_LIFE_DAYS),
    });
  }
  return observed;
}

/** What coefficients from `from` to before `to` make of a day's columns. */
function effect(columns: Float64Array, coefficients: Float64Array, from: number, to = columns.length): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += (columns[index] as number) * (coefficients[index] as number);
  return sum;
}

/** Effects of weekdays and marks (the first `size` columns) on what is left of a series once `known` is taken away. */
function learn(
  observed: readonly Observed[],
  size: number,
  noise: number,
  holiday: number,
  known: (columns: Float64Array) => number,
) {
  const equations = new LeastSquares(size);
  for (const { columns, share, weight } of observed) equations.add(columns, share - known(columns), weight / noise);
  return equations.solve((index) => 1 / (index < WEEK ? PRIOR.weekday : holiday) ** 2).coefficients;
}

/**
 * Weekdays are learnt from each series by itself. What holidays do is learnt from all of them together first, since each
 * happens once a year, and then from each by what it differs. Marks are drawn towards nothing as far as noise advises;
 * that a holiday is like a Sunday, in each series as its own Sundays are, is thought beforehand and corrected by what
 * comes: by list, so that holidays kept elsewhere fade.
 */
export function learnCalendars(peers: readonly DailySeries[], holidays: HolidayCalendar): readonly CalendarEffects[] {
  const { marks, lists } = holidays;
  const marked = WEEK + marks;
  const size = marked + 2 * lists;
  const thought = new Float64Array(size);
  for (let mark = 0; mark < 2 * lists; mark++)
    thought[marked + mark] = (mark % 2 === 0 ? ALIKE.sunday : ALIKE.monday) / lists;
  const rows = peers.map((peer) => {
    const { mean, noise } = meanAndNoise(peer.values);
    const plain = observe(peer, mean, size, columnsFor(holidays, new Float64Array(WEEK)));
    // Weekdays go first: a holiday that always falls on a Monday is not to be given what Mondays do.
    const weekdays = learn(plain, marked, noise, PRIOR.holiday, () => 0).slice(0, WEEK);
    return { mean, noise, weekdays, observed: observe(peer, mean, size, columnsFor(holidays, weekdays)) };
  });
  const together = new LeastSquares(size);
  for (const { noise, weekdays, observed } of rows)
    for (const { columns, share, weight } of observed) {
      const left = share - effect(columns, weekdays, 0, WEEK) - effect(columns, thought, marked);
      together.add(columns.slice().fill(0, 0, WEEK), left, weight / noise);
    }
  const { coefficients } = together.solve((index) => 1 / (index < marked ? PRIOR.holiday : ALIKE.deviation) ** 2);
  const shared = coefficients.map((found, index) => found + (thought[index] as number));
  return rows.map(({ mean, noise, observed }) => {
    const own = learn(observed, marked, noise, PRIOR.ownHoliday, (columns) => effect(columns, shared, WEEK));
    const all = shared.map((of, index) => of + (index < marked ? (own[index] as number) : 0));
    const columnsOf = columnsFor(holidays, own);
    return {
      mean,
      noise,
      weekday: (day) => own[day % WEEK] as number,
      holiday: (day) => columnsOf(day).reduce((sum, [column, amount]) => sum + amount * (all[column] as number), 0),
    };
  });
}
