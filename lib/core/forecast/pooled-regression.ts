import type { CalendarEffects } from "@/lib/core/forecast/calendar-effects";
import type { DailySeries } from "@/lib/core/forecast/daily-series";
import { WEEK } from "@/lib/core/forecast/exponential-smoothing";
import { LeastSquares } from "@/lib/core/forecast/least-squares";

const YEAR_DAYS = 365.2425;

/** Pairs of sine and cosine over the year. */
const HARMONICS = 2;

/** The shape of the year is learnt from this many days on: less than a year and a half cannot tell it from a trend. */
const YEAR_KNOWN_DAYS = 540;

/** What a weekday's own running deviation keeps of the newest week. */
const WEEKDAY_SHARE = 0.12;

/** Days before the running levels of a series are trusted to learn from, and to say something of its peers. */
const SETTLED_DAYS = 21;

const RIDGE = 0.1;

/** Weights of the newest day in the running levels, slow to quick. The second is what weekdays deviate from. */
export interface RegressionShape {
  readonly levels: readonly number[];
  /** Whether the change of the level over a week is looked at too. */
  readonly slope: boolean;
}

/** What one series' past says at the end of each day, without its calendar, as shares of its mean. */
interface Past {
  /** Where its days begin, and where they end. */
  readonly from: number;
  readonly until: number;
  readonly left: Float64Array;
  readonly levels: readonly Float64Array[];
  readonly weekdays: readonly Float64Array[];
}

function toPast(
  { firstDay, values }: DailySeries,
  calendar: CalendarEffects,
  begin: number,
  days: number,
  shape: RegressionShape,
): Past {
  const from = firstDay - begin;
  const left = new Float64Array(days).fill(Number.NaN);
  for (const [at, value] of values.entries()) {
    const day = firstDay + at;
    left[from + at] = value / calendar.mean - 1 - calendar.weekday(day) - calendar.holiday(day);
  }
  const levels = shape.levels.map(() => new Float64Array(days));
  const weekdays = Array.from({ length: WEEK }, () => new Float64Array(days));
  const level = new Float64Array(shape.levels.length);
  const weekday = new Float64Array(WEEK);
  let seen = 0;
  for (let at = 0; at < days; at++) {
    const value = left[at] as number;
    if (!Number.isNaN(value)) {
      seen++;
      const own = weekday[at % WEEK] as number;
      weekday[at % WEEK] = own + WEEKDAY_SHARE * (value - (level[1] as number) - own);
      for (const [which, share] of shape.levels.entries()) {
        const before = level[which] as number;
        // The first days weigh alike, so that a running level starts where the series does.
        level[which] = before + Math.max(share, 1 / seen) * (value - before);
      }
    }
    for (let which = 0; which < levels.length; which++) (levels[which] as Float64Array)[at] = level[which] as number;
    for (let which = 0; which < WEEK; which++) (weekdays[which] as Float64Array)[at] = weekday[which] as number;
  }
  return { from, until: from + values.length, left, levels, weekdays };
}

/** The running levels of all series together, each weighed by its size. */
function toCommon(
  pasts: readonly Past[],
  calendars: readonly CalendarEffects[],
  days: number,
): readonly Float64Array[] {
  const levels = pasts[0]?.levels ?? [];
  return levels.map((_, which) =>
    Float64Array.from({ length: days }, (_, at) => {
      let sum = 0;
      let size = 0;
      for (const [index, past] of pasts.entries()) {
        if (at < past.from + SETTLED_DAYS || at >= past.until) continue;
        const { mean } = calendars[index] as CalendarEffects;
        sum += mean * ((past.levels[which] as Float64Array)[at] as number);
        size += mean;
      }
      return size > 0 ? sum / size : 0;
    }),
  );
}

/** A run of days of a series, and what the calendar does to it. */
export interface CalendarRun {
  readonly series: DailySeries;
  readonly calendar: CalendarEffects;
}

/** Runs that were counted at the same time. */
interface Era {
  readonly begin: number;
  readonly days: number;
  readonly pasts: readonly Past[];
  readonly calendars: readonly CalendarEffects[];
  readonly common: readonly Float64Array[];
}

function toEra(runs: readonly CalendarRun[], shape: RegressionShape, together: boolean): Era {
  const begin = Math.min(...runs.map(({ series }) => series.firstDay));
  const days = Math.max(...runs.map(({ series }) => series.firstDay + series.values.length)) - begin;
  const pasts = runs.map(({ series, calendar }) => toPast(series, calendar, begin, days, shape));
  const calendars = runs.map(({ calendar }) => calendar);
  return { begin, days, pasts, calendars, common: together ? toCommon(pasts, calendars, days) : [] };
}

/** Parts runs where none of them was counted. */
function partByTime(runs: readonly CalendarRun[]): readonly (readonly CalendarRun[])[] {
  const parts: CalendarRun[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const run of [...runs].sort((one, other) => one.series.firstDay - other.series.firstDay)) {
    const { firstDay, values } = run.series;
    if (firstDay > end) parts.push([]);
    parts.at(-1)?.push(run);
    end = Math.max(end, firstDay + values.length);
  }
  return parts;
}

/**
 * Points for `horizon` days after the common end of the series. For each horizon one ridge regression over all series
 * together says how far a series' level, its weekday's deviation, the level of all and the shape of the year carry; how
 * much is learnt and not assumed, from runs that have `ended` too. Each series counts by how steady it is.
 * @see Montero-Manso & Hyndman 2021 on learning across series, doi:10.1016/j.ijforecast.2021.03.004
 */
export function pooledRegression(
  living: readonly CalendarRun[],
  ended: readonly CalendarRun[],
  horizon: number,
  shape: RegressionShape,
): readonly Float64Array[] {
  const together = living.length > 1;
  const now = toEra(living, shape, together);
  const eras = [...partByTime(ended).map((runs) => toEra(runs, shape, together)), now];
  const waves = now.days >= YEAR_KNOWN_DAYS ? HARMONICS : 0;
  const size = 2 + (together ? 2 : 1) * (shape.levels.length + (shape.slope ? 1 : 0)) + 2 * waves;
  const row = new Float64Array(size);

  /** Fills the regressors known at the end of day `at` for `ahead` days later; returns the slow level. */
  const fill = ({ begin, common }: Era, { levels, weekdays }: Past, at: number, ahead: number): number => {
    let column = 0;
    row[column++] = 1;
    for (const from of together ? [levels, common] : [levels]) {
      const slow = (from[0] as Float64Array)[at] as number;
      row[column++] = slow;
      for (let which = 1; which < from.length; which++)
        row[column++] = ((from[which] as Float64Array)[at] as number) - slow;
      if (shape.slope) {
        const middle = from[1] as Float64Array;
        row[column++] = (middle[at] as number) - (middle[Math.max(at - WEEK, 0)] as number);
      }
    }
    row[column++] = (weekdays[(at + ahead) % WEEK] as Float64Array)[at] as number;
    for (let wave = 1; wave <= waves; wave++) {
      const angle = (2 * Math.PI * wave * (begin + at + ahead)) / YEAR_DAYS;
      row[column++] = Math.sin(angle);
      row[column++] = Math.cos(angle);
    }
    return (levels[0] as Float64Array)[at] as number;
  };

  const points = living.map(() => new Float64Array(horizon));
  for (let ahead = 1; ahead <= horizon; ahead++) {
    const equations = new LeastSquares(size);
    for (const era of eras)
      for (const [index, past] of era.pasts.entries()) {
        const weight = 1e-3 / (era.calendars[index] as CalendarEffects).noise;
        for (let at = past.from + SETTLED_DAYS; at + ahead < past.until; at++) {
          const value = past.left[at + ahead] as number;
          if (!Number.isNaN(value)) equations.add(row, value - fill(era, past, at, ahead), weight);
        }
      }
    const { coefficients } = equations.solve(() => RIDGE);
    for (const [index, past] of now.pasts.entries()) {
      const { mean, weekday, holiday } = now.calendars[index] as CalendarEffects;
      const target = now.begin + now.days - 1 + ahead;
      let share = 1 + fill(now, past, now.days - 1, ahead) + weekday(target) + holiday(target);
      for (let column = 0; column < size; column++) share += (coefficients[column] as number) * (row[column] as number);
      (points[index] as Float64Array)[ahead - 1] = mean * share;
    }
  }
  return points;
}
