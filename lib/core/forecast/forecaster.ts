import { conformalSpreads, type PastErrors } from "@/lib/core/forecast/conformal";
import type { DailySeries } from "@/lib/core/forecast/daily-series";
import { EVERY_COUNTRY, type HolidayCalendar } from "@/lib/core/forecast/holiday-calendar";
import { MEMBERS, type Method, type MethodPoints, type Peer, RIVALS, runMethods } from "@/lib/core/forecast/methods";
import { quieten } from "@/lib/core/forecast/quieten";

/** One series' next days. */
export interface Forecast {
  /** By day from the first one ahead. */
  readonly points: Float64Array;
  /** The value not exceeded with probability `level`, `ahead` counted from 0. Never below nought. */
  quantile(ahead: number, level: number): number;
}

/** Which state of the methods, weights and intervals a kept forecast came from; counted up whenever one changes. */
export const FORECAST_METHOD = "ensemble 4";

/** Forecasts made at one moment, by who made them. */
export interface Foretold {
  readonly wardlight: Forecast;
  readonly rivals: Readonly<Record<(typeof RIVALS)[number], Forecast>>;
  readonly weights: Weights;
}

/** Days of a series before methods are tried on it: a weekday seen twice, and a week to spare. */
const TRIED_DAYS = 21;

/** Days a series must have before it is forecast: those, and the longest gap, so that something was foretold and came. */
export const SHORTEST_DAYS = 35;

/** Days between past origins that weights and intervals are learnt from; coprime with seven, so that all weekdays come. */
const STEP_DAYS = 5;

/** Past origins older than this say too little of today. */
const REMEMBERED_DAYS = 300;

/** How sharply a smaller past error is preferred. */
const PREFERENCE = 8;

/** A method this much worse than the best has no say. */
const WORST = 1.1;

/**
 * What members have to say before anything was foretold: alike, but that the common level counts twice, since the others
 * are two pairs of near twins.
 */
const BEFOREHAND = new Map<Method, number>(
  MEMBERS.map((method) => [method, (method === "common-level" ? 2 : 1) / (MEMBERS.length + 1)]),
);

const CANDIDATES: readonly Method[] = [...MEMBERS, "seasonal-naive"];

/** Of one series the common level sees no more than the smoothings do. */
const OF_ONE = CANDIDATES.filter((method) => method !== "common-level");

/** What every method foretold at one past moment, and what came. */
interface Past {
  /** The day number it was foretold on. */
  readonly at: number;
  readonly told: MethodPoints;
  readonly came: Float64Array;
}

/** What each member has to say, as shares that add up to 1. */
type Weights = Readonly<Partial<Record<Method, number>>>;

const absoluteErrors = (pasts: readonly Past[], method: Method, until: number): number => {
  let sum = 0;
  for (const { at, told, came } of pasts)
    for (let ahead = 0; ahead < came.length && at + ahead < until; ahead++) {
      const value = came[ahead] as number;
      if (!Number.isNaN(value)) sum += Math.abs(value - (told[method][ahead] as number));
    }
  return sum;
};

/**
 * Shares by rolling-origin error over all series, each series counting alike, from what had come before the day `until`; of
 * several series, halfway between these and those thought beforehand. A single rule for lack of any past.
 */
function weigh(pasts: readonly (readonly Past[])[], until: number): Weights {
  const together = pasts.length > 1;
  const candidates = together ? CANDIDATES : OF_ONE;
  const errors = new Map<Method, number>(candidates.map((method) => [method, 0]));
  for (const own of pasts) {
    const size = absoluteErrors(own, "seasonal-naive", until);
    if (!(size > 0)) continue;
    for (const method of candidates)
      errors.set(method, (errors.get(method) as number) + absoluteErrors(own, method, until) / size);
  }
  const least = Math.min(...errors.values());
  if (!(least > 0)) return { smoothing: 1 };
  const shares = new Map(
    [...errors].map(([method, error]) => [method, error > WORST * least ? 0 : (least / error) ** PREFERENCE]),
  );
  const sum = [...shares.values()].reduce((total, share) => total + share, 0);
  return Object.fromEntries(
    [...shares].map(([method, share]) => [
      method,
      together ? ((BEFOREHAND.get(method) ?? 0) + share / sum) / 2 : share / sum,
    ]),
  );
}

const blend = (told: MethodPoints, weights: Weights): Float64Array => {
  const points = new Float64Array(told.smoothing.length);
  for (const [method, share] of Object.entries(weights) as [Method, number][])
    for (const [ahead, point] of told[method].entries()) points[ahead] = (points[ahead] as number) + share * point;
  return points.map((point) => Math.max(point, 0));
};

/**
 * Forecasts series that belong together (the units of a hospital) at any day of their past or at their end; what was
 * computed for one day is kept for the next. A forecast at a day looks at nothing from that day on.
 */
export function toForecaster(series: readonly Peer[], horizon: number, holidays: HolidayCalendar = EVERY_COUNTRY) {
  const told = new Map<number, ReadonlyMap<number, MethodPoints>>();
  // What ended before a series began is never cut at a day: once is enough.
  const ended = series.map(({ earlier = [] }) =>
    earlier.map((run) => quieten(run, (day) => holidays.marksOf(day).length > 0)),
  );

  /** Series counted up to a day, by index; those that ended before it or have hardly begun are left out. */
  const tellAt = (day: number): ReadonlyMap<number, MethodPoints> => {
    const known = told.get(day);
    if (known) return known;
    const taking = [...series.keys()].filter((index) => {
      const { firstDay, values } = series[index] as DailySeries;
      return firstDay + TRIED_DAYS <= day && day <= firstDay + values.length;
    });
    const peers = taking.map((index) => {
      const { firstDay, values } = series[index] as DailySeries;
      return { firstDay, values: values.slice(0, day - firstDay), earlier: ended[index] as readonly DailySeries[] };
    });
    const points = peers.length > 0 ? runMethods(peers, horizon, holidays) : [];
    const byIndex = new Map(taking.map((index, at) => [index, points[at] as MethodPoints]));
    told.set(day, byIndex);
    return byIndex;
  };

  const pastsOf = (index: number, day: number): readonly Past[] => {
    const { firstDay, values } = series[index] as DailySeries;
    const earliest = Math.max(firstDay + TRIED_DAYS, day - REMEMBERED_DAYS);
    const pasts: Past[] = [];
    for (let at = Math.ceil(earliest / STEP_DAYS) * STEP_DAYS; at < day; at += STEP_DAYS) {
      const own = tellAt(at).get(index);
      if (!own) continue;
      const came = Float64Array.from({ length: horizon }, (_, ahead) =>
        at + ahead < day ? (values[at + ahead - firstDay] as number) : Number.NaN,
      );
      pasts.push({ at, told: own, came });
    }
    return pasts;
  };

  /** Forecasts by index of the series, from `day` on. */
  return function foretell(day: number): ReadonlyMap<number, Foretold> {
    const now = tellAt(day);
    const indices = [...now.keys()].filter((index) => (series[index]?.firstDay ?? day) + SHORTEST_DAYS <= day);
    const pasts = indices.map((index) => pastsOf(index, day));
    // A past blend whose weights knew what came after would err less than blends to come.
    const moments = new Set(pasts.flatMap((own) => own.map(({ at }) => at)));
    const weightsOf = new Map([...moments, day].map((at) => [at, weigh(pasts, at)]));
    const toForecasts = (pick: (points: MethodPoints, at: number) => Float64Array): readonly Forecast[] => {
      const errors: readonly PastErrors[] = pasts.map((own) =>
        own.map(({ at, told: then, came }) => {
          const points = pick(then, at);
          return came.map((value, ahead) => value - (points[ahead] as number));
        }),
      );
      const spreads = conformalSpreads(errors, horizon);
      return indices.map((index, which) => {
        const points = pick(now.get(index) as MethodPoints, day);
        return {
          points,
          quantile: (ahead, level) => Math.max((points[ahead] as number) + (spreads[which]?.(ahead, level) ?? 0), 0),
        };
      });
    };
    const ours = toForecasts((points, at) => blend(points, weightsOf.get(at) as Weights));
    const [holtWinters, naive] = RIVALS.map((rival) => toForecasts((points) => points[rival]));
    return new Map(
      indices.map((index, at) => [
        index,
        {
          wardlight: ours[at] as Forecast,
          rivals: { "holt-winters": holtWinters?.[at] as Forecast, "seasonal-naive": naive?.[at] as Forecast },
          weights: weightsOf.get(day) as Weights,
        },
      ]),
    );
  };
}
