import type { DemandKind, KeptKind } from "@/lib/core/demand/demand-series";
import type { HorizonAccuracy, ToldDay } from "@/lib/core/demand/forecast-accuracy";
import type { ForecastSetting } from "@/lib/core/demand/forecast-setting";

interface Unit {
  readonly id: string;
  readonly name: string;
}

/** A value not exceeded with this probability (0–1). */
export interface LevelValue {
  readonly level: number;
  readonly value: number;
}

/** What is foretold of one unit, or of the whole hospital. */
export interface ForecastSeries {
  /** null: the whole hospital. */
  readonly unit: Unit | null;
  /** Days it was made from. */
  readonly historyDays: number;
  /** Too few days yet to forecast from: there are none ahead then. */
  readonly isTooShort: boolean;
  /** The last weeks as they were counted, oldest first; null where nothing was read that day. */
  readonly history: readonly { readonly day: string; readonly count: number | null }[];
  readonly days: readonly {
    readonly day: string;
    readonly point: number;
    readonly quantiles: readonly LevelValue[];
  }[];
}

/** The newest forecasts of one kind, as they were made. */
export interface ForecastsView {
  readonly kind: DemandKind;
  readonly asOf: string;
  readonly timeZone: string;
  /** Local calendar day they were made on, the first that is foretold; null: none yet. */
  readonly madeOn: string | null;
  readonly madeAt: string | null;
  readonly methodVersion: string | null;
  /** Fewer days than this are too few. */
  readonly leastDays: number;
  readonly series: readonly ForecastSeries[];
  /** Patients are synthetic. */
  readonly simulated: boolean;
}

/** How a series' forecasts did. */
export interface SeriesAccuracy {
  /** null: the whole hospital. */
  readonly unit: Unit | null;
  readonly horizons: readonly HorizonAccuracy[];
}

/** The last forecasts of one kind against what happened. */
export interface ForecastAccuracyView {
  readonly kind: KeptKind;
  /** The unit whose days are shown; null: the whole hospital. */
  readonly wardId: string | null;
  readonly units: readonly Unit[];
  readonly asOf: string;
  readonly timeZone: string;
  /** First day looked back to and last day that has been counted, YYYY-MM-DD. */
  readonly from: string;
  readonly through: string;
  /** Days of which forecasts of this kind are kept, and how many of them were made in hindsight. */
  readonly madeDays: number;
  readonly hindsightDays: number;
  /** Days on which too little was on record to make one. */
  readonly tooShortDays: number;
  /** Methods they were made with, oldest first. */
  readonly methodVersions: readonly string[];
  readonly series: readonly SeriesAccuracy[];
  /** Days of the unit that is shown as they were foretold a day before, and a week. */
  readonly dayBefore: readonly ToldDay[];
  readonly weekBefore: readonly ToldDay[];
  readonly setting: ForecastSetting;
  readonly maySet: boolean;
  /** Patients are synthetic. */
  readonly simulated: boolean;
}
