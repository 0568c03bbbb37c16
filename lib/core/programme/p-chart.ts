import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import type { ShownState } from "@/lib/core/programme/shown-intervals";
import { observedExpectedInterval } from "@/lib/core/statistics/observed-expected";
import { poissonBinomial } from "@/lib/core/statistics/poisson-binomial";

/** Chance of a point outside the limits on either side where nothing but chance is at work: that of three standard deviations. */
const TAIL = 0.00135;
/** So many months in a row on one side of what was expected are no chance either. */
export const RUN_LENGTH = 8;

/** One stay whose 30 days are over. */
export interface ChartStay {
  /** Local month of discharge, YYYY-MM. */
  readonly month: string;
  readonly isReadmitted: boolean;
  /** 0–1, of the version that stands for the stay. */
  readonly expected: number;
  /** Whether its ward was shown numbers from admission to discharge. */
  readonly shown: ShownState;
}

export type PointState = "within" | "above" | "below" | "run";

/** One month: counts, and the counts between which chance alone keeps them. */
export interface ChartPoint {
  readonly month: string;
  readonly stays: number;
  readonly readmitted: number;
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  readonly state: PointState;
}

/** Stays before or after numbers were shown. */
export interface Period {
  readonly stays: number;
  readonly readmitted: number;
  readonly expected: number;
  /** Readmitted over expected; null where none was expected. */
  readonly ratio: number | null;
  readonly interval: Interval | null;
}

/**
 * The counts between which a sum of stays, each with its own chance, falls but for `TAIL` on either side: exact, where
 * the usual limits (three standard deviations) are wrong for small wards.
 */
function limits(chances: readonly number[]): readonly [low: number, high: number] {
  const mass = poissonBinomial(chances);
  let below = 0;
  let low = 0;
  while (below + mass[low]! <= TAIL) below += mass[low++]!;
  let above = 0;
  let high = mass.length - 1;
  while (above + mass[high]! <= TAIL) above += mass[high--]!;
  return [low, high];
}

/** Observed over expected with its 95 % interval. */
export function period(stays: readonly ChartStay[]): Period {
  const readmitted = stays.filter(({ isReadmitted }) => isReadmitted).length;
  const expected = stays.reduce((sum, stay) => sum + stay.expected, 0);
  if (expected === 0) return { stays: stays.length, readmitted, expected, ratio: null, interval: null };
  const interval = observedExpectedInterval(readmitted, expected);
  return { stays: stays.length, readmitted, expected, ratio: readmitted / expected, interval };
}

/**
 * A p-chart whose centre and limits are each month's own patients': months of sicker patients may have more readmissions.
 * @see Hart et al. 2003, doi:10.1136/qhc.12.suppl_2.i17 (risk-adjusted control charts); the rule of eight is the Western Electric one
 */
export function pChart(stays: readonly ChartStay[]): ChartPoint[] {
  const months = [...new Set(stays.map(({ month }) => month))].sort();
  let side = 0;
  let run = 0;
  return months.map((month) => {
    const members = stays.filter((stay) => stay.month === month);
    const { readmitted, expected } = period(members);
    const [low, high] = limits(members.map((stay) => stay.expected));
    const now = Math.sign(readmitted - expected);
    run = now !== 0 && now === side ? run + 1 : Math.abs(now);
    side = now;
    const outside = readmitted > high ? "above" : readmitted < low ? "below" : null;
    const state = outside ?? (run >= RUN_LENGTH ? "run" : "within");
    return { month, stays: members.length, readmitted, expected, low, high, state };
  });
}
