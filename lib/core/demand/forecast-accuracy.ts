import { type DemandDay, INTERVALS, KEPT_LEVELS } from "@/lib/core/demand/forecast-demand";
import { bootstrapIntervals, type Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { chanceFrom } from "@/lib/core/training/chance";

/** Forecasts of so many days are looked back on. */
export const LOOKED_BACK_DAYS = 56;

/** Fewer forecasts than this say nothing yet: two of each weekday. */
export const LEAST_FORECASTS = 14;

/** Days ahead that are judged together, counted from 1 (the day it was made on). */
export const HORIZONS = [
  { from: 1, to: 7 },
  { from: 8, to: 14 },
] as const;

/** A forecast of one series that was kept. */
export interface KeptForecast {
  /** YYYY-MM-DD */
  readonly madeOn: string;
  readonly days: readonly DemandDay[];
  readonly naive: readonly DemandDay[];
}

/** How forecasts did over days that have come; null where nothing can be said. */
export interface AccuracyFigures {
  /** Mean absolute error, in patients a day. */
  readonly mae: number | null;
  /** Σ|error| / Σ|value|, a share. */
  readonly wmape: number | null;
  /** Σ(foretold − came) / Σ came: above nought, more was foretold than came. */
  readonly bias: number | null;
  /** Share of days within the 80 % and the 95 % interval. */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
}

/** Both at the same days. */
export interface HorizonAccuracy {
  readonly from: number;
  readonly to: number;
  /** Forecasts of which some day has come. */
  readonly forecasts: number;
  /** Days scored, over all of them. */
  readonly n: number;
  /** Too few to say: figures are null. */
  readonly isTooFew: boolean;
  readonly ensemble: AccuracyFigures;
  readonly naive: AccuracyFigures;
  /** Ensemble's error as a share of seasonal naive's, with a 95 % interval where there are four weeks to draw from. */
  readonly ratio: { readonly value: number; readonly ci95: Interval | null } | null;
}

interface Scored {
  readonly madeOn: string;
  readonly day: string;
  readonly came: number;
  readonly told: DemandDay;
  readonly naive: DemandDay;
}

const NOTHING: AccuracyFigures = { mae: null, wmape: null, bias: null, coverage80: null, coverage95: null };

const quantileOf = ({ quantiles }: DemandDay, level: number): number =>
  quantiles[(KEPT_LEVELS as readonly number[]).indexOf(level)] ?? Number.NaN;

/**
 * Between two quantiles, in whole patients: a count stands for all that rounds to it, and where few come the quarter of a
 * patient between none and a low quantile must not count as a miss.
 */
const intervalOf = (day: DemandDay, [low, high]: readonly [number, number]): readonly [number, number] => [
  Math.round(quantileOf(day, low)),
  Math.round(quantileOf(day, high)),
];

function holds(day: DemandDay, levels: readonly [number, number], came: number): boolean {
  const [low, high] = intervalOf(day, levels);
  return low <= came && came <= high;
}

function figuresOf(scored: readonly Scored[], pick: (one: Scored) => DemandDay): AccuracyFigures {
  const sum = (of: (one: Scored) => number) => scored.reduce((total, one) => total + of(one), 0);
  const absolute = sum((one) => Math.abs(pick(one).point - one.came));
  const size = sum(({ came }) => came);
  const share = (level: keyof typeof INTERVALS) =>
    sum((one) => (holds(pick(one), INTERVALS[level], one.came) ? 1 : 0)) / scored.length;
  return {
    mae: absolute / scored.length,
    wmape: size > 0 ? absolute / size : null,
    bias: size > 0 ? sum((one) => pick(one).point - one.came) / size : null,
    coverage80: share(80),
    coverage95: share(95),
  };
}

const RESAMPLES = 400;
const LEAST_WEEKS = 4;
const DAYS_OF_WEEK = 7;

/**
 * Errors' ratio over all days, with the interval of whole weeks drawn again: days of a week, and the forecasts of one
 * day, go wrong together.
 */
function ratioOf(scored: readonly Scored[]): HorizonAccuracy["ratio"] {
  const weeks = new Map<number, { own: number; naive: number }>();
  for (const { day, came, told, naive } of scored) {
    const key = Math.floor(toDayNumber(day) / DAYS_OF_WEEK);
    const week = weeks.get(key) ?? { own: 0, naive: 0 };
    week.own += Math.abs(told.point - came);
    week.naive += Math.abs(naive.point - came);
    weeks.set(key, week);
  }
  const each = [...weeks.values()];
  const ratio = (weights: Uint16Array): number | null => {
    const sum = (of: "own" | "naive") => each.reduce((total, week, at) => total + (weights[at] ?? 0) * week[of], 0);
    return sum("naive") > 0 ? sum("own") / sum("naive") : null;
  };
  const value = ratio(new Uint16Array(each.length).fill(1));
  if (value === null) return null;
  if (each.length < LEAST_WEEKS) return { value, ci95: null };
  const { ratio: ci95 } = bootstrapIntervals(Uint32Array.from(each.keys()), { ratio }, chanceFrom(1), RESAMPLES);
  return { value, ci95 };
}

/** What was foretold of days that have come, for one stretch of days ahead. */
function scoreHorizon(
  forecasts: readonly KeptForecast[],
  came: (day: string) => number | null,
  { from, to }: (typeof HORIZONS)[number],
): HorizonAccuracy {
  const scored = forecasts.flatMap(({ madeOn, days, naive }) =>
    days.slice(from - 1, to).flatMap((told, at): Scored[] => {
      const value = came(told.day);
      const rival = naive[from - 1 + at];
      return value === null || rival === undefined ? [] : [{ madeOn, day: told.day, came: value, told, naive: rival }];
    }),
  );
  const counted = new Set(scored.map(({ madeOn }) => madeOn)).size;
  const isTooFew = counted < LEAST_FORECASTS;
  return {
    ...{ from, to, forecasts: counted, n: scored.length, isTooFew },
    ensemble: isTooFew ? NOTHING : figuresOf(scored, ({ told }) => told),
    naive: isTooFew ? NOTHING : figuresOf(scored, ({ naive }) => naive),
    ratio: isTooFew ? null : ratioOf(scored),
  };
}

/**
 * A series' kept forecasts against what came, each day as often as it was foretold.
 *
 * @param came what was counted on a day (YYYY-MM-DD); null where it has not come or nothing was read
 */
export const scoreForecasts = (
  forecasts: readonly KeptForecast[],
  came: (day: string) => number | null,
): readonly HorizonAccuracy[] => HORIZONS.map((horizon) => scoreHorizon(forecasts, came, horizon));

/** A day as it was foretold, and what came. */
export interface ToldDay {
  readonly day: string;
  /** null: not known. */
  readonly came: number | null;
  readonly point: number;
  readonly naive: number;
  /** In whole patients. */
  readonly interval80: readonly [number, number];
  readonly interval95: readonly [number, number];
}

/** Days as they were foretold so many days before, oldest first; days that have not come are left out. */
export function daysAsTold(
  forecasts: readonly KeptForecast[],
  came: (day: string) => number | null,
  { before, through }: { readonly before: number; readonly through: string },
): readonly ToldDay[] {
  return forecasts
    .flatMap(({ days, naive }): ToldDay[] => {
      const told = days[before];
      const rival = naive[before];
      if (told === undefined || rival === undefined || told.day > through) return [];
      const common = { day: told.day, came: came(told.day), point: told.point, naive: rival.point };
      return [{ ...common, interval80: intervalOf(told, INTERVALS[80]), interval95: intervalOf(told, INTERVALS[95]) }];
    })
    .sort((one, other) => (one.day < other.day ? -1 : 1));
}
