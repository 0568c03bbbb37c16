import { type DemandKind, type DemandSeries, type KeptKind, MOST_DAYS } from "@/lib/core/demand/demand-series";
import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";
import { type Forecast, SHORTEST_DAYS, toForecaster } from "@/lib/core/forecast/forecaster";
import { type HolidaySetting, makeHolidayCalendar } from "@/lib/core/forecast/holiday-calendar";

/** Days ahead, the day it is made on first. */
export const HORIZON_DAYS = 14;

/** Levels at which quantiles are kept, ascending. */
export const KEPT_LEVELS = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975] as const;

/** Those of 80 % and 95 % intervals. */
export const INTERVALS = { 80: [0.1, 0.9], 95: [0.025, 0.975] } as const;

/** Kept quantiles with their levels. */
export const toLevels = (quantiles: readonly number[]) =>
  KEPT_LEVELS.map((level, at) => ({ level, value: quantiles[at] as number }));

/** What is foretold of a day. */
export interface DemandDay {
  /** YYYY-MM-DD */
  readonly day: string;
  readonly point: number;
  /** By `KEPT_LEVELS`. */
  readonly quantiles: readonly number[];
}

/** A series' next days, by the ensemble and by the rule anyone can check. */
export interface DemandForecast {
  /** First day that was foretold, YYYY-MM-DD. */
  readonly madeOn: string;
  readonly kind: KeptKind;
  readonly wardId: string;
  /** Days it was made from. */
  readonly historyDays: number;
  /** What each method had to say, as shares that add up to 1; none of the census. */
  readonly weights: Readonly<Record<string, number>>;
  readonly days: readonly DemandDay[];
  readonly naive: readonly DemandDay[];
}

/** A series that is too short yet. */
export interface TooShort {
  readonly madeOn: string;
  readonly kind: KeptKind;
  readonly wardId: string;
  readonly historyDays: number;
}

export interface DemandInput {
  /** Days (YYYY-MM-DD) on which forecasts are made, each from the days before it alone. */
  readonly madeOn: readonly string[];
  readonly holidays: HolidaySetting;
  readonly kinds: readonly { readonly kind: DemandKind; readonly series: readonly DemandSeries[] }[];
}

export interface DemandOutput {
  readonly forecasts: readonly DemandForecast[];
  readonly tooShort: readonly TooShort[];
}

/** Hundredths of a patient are beyond what anybody can foretell. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;

function toDays({ points, quantile }: Forecast, first: number): readonly DemandDay[] {
  return [...points].map((point, ahead) => ({
    day: toIsoDate(first + ahead),
    point: rounded(point),
    quantiles: KEPT_LEVELS.map((level) => rounded(quantile(ahead, level))),
  }));
}

/**
 * Forecasts every series of every kind on each of the days; the series of one kind are forecast together. Units are
 * forecast each by itself and so is the hospital: their points need not add up exactly. Takes seconds a kind, and not
 * much longer for several days than for one.
 */
export function forecastDemand({ madeOn, holidays, kinds }: DemandInput): DemandOutput {
  const calendar = makeHolidayCalendar(holidays);
  const forecasts: DemandForecast[] = [];
  const tooShort: TooShort[] = [];
  for (const { kind, series } of kinds) {
    const foretell = toForecaster(series, HORIZON_DAYS, calendar);
    for (const day of madeOn) {
      const first = toDayNumber(day);
      const told = foretell(first);
      for (const [index, { wardId, firstDay }] of series.entries()) {
        const own = told.get(index);
        const common = { madeOn: day, kind, wardId, historyDays: Math.max(0, first - firstDay) };
        if (own === undefined) tooShort.push(common);
        else
          forecasts.push({
            ...common,
            weights: Object.fromEntries(Object.entries(own.weights).map(([method, share]) => [method, rounded(share)])),
            days: toDays(own.wardlight, first),
            naive: toDays(own.rivals["seasonal-naive"], first),
          });
      }
    }
  }
  return { forecasts, tooShort };
}

/** Days that forecasts need, and look back on at most. */
export const HISTORY_DAYS = { least: SHORTEST_DAYS, most: MOST_DAYS } as const;
