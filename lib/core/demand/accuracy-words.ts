import type { KeptKind } from "@/lib/core/demand/demand-series";
import { type AccuracyFigures, type HorizonAccuracy, LEAST_FORECASTS } from "@/lib/core/demand/forecast-accuracy";
import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { fixed, percent } from "@/lib/core/validation/figure-words";

/** The rule that forecasts are held against, in the middle of a sentence and above a column. */
interface RivalWords {
  readonly full: string;
  readonly short: string;
}
const WEEK_BEFORE: RivalWords = { full: "the same weekday of the week before", short: "Week before" };

interface KindWords {
  readonly name: string;
  readonly counted: string;
  readonly rival: RivalWords;
}

/** What is counted, as a heading and in the middle of a sentence, and what its forecasts are held against. */
export const KIND_WORDS: Readonly<Record<KeptKind, KindWords>> = {
  "unscheduled-admissions": {
    name: "Unscheduled admissions",
    counted: "unscheduled admissions",
    rival: WEEK_BEFORE,
  },
  "ed-attendances": { name: "Emergency attendances", counted: "emergency attendances", rival: WEEK_BEFORE },
  discharges: { name: "Discharges", counted: "discharges", rival: WEEK_BEFORE },
  "added-operations": {
    name: "Operations not booked",
    counted: "operations that were not booked",
    rival: WEEK_BEFORE,
  },
  census: {
    name: "Patients at midnight",
    counted: "patients at midnight",
    rival: { full: "the mean of the last eight same weekdays", short: "Same weekdays" },
  },
};

/** "days 1–7 ahead"; the day it is made on is the first. */
export const horizonWords = ({ from, to }: Pick<HorizonAccuracy, "from" | "to">): string => `days ${from}–${to}`;

export const tooFewWords = ({ forecasts }: Pick<HorizonAccuracy, "forecasts">): string =>
  `too few yet (${forecasts} of ${LEAST_FORECASTS} forecasts)`;

const size = (ratio: number): string => percent(Math.abs(1 - ratio), 0);
const side = (ratio: number): string => (ratio < 1 ? "less" : "more");

/** "20 % less", "the same". */
const change = (ratio: number): string => (Math.abs(1 - ratio) < 0.005 ? "the same" : `${size(ratio)} ${side(ratio)}`);

/** "5 % to 30 % less", "10 % less to 4 % more". */
function changes([low, high]: Interval): string {
  if (side(low) !== side(high)) return `${change(low)} to ${change(high)}`;
  const [least, most] = low < 1 ? [high, low] : [low, high];
  return `${size(least)} to ${size(most)} ${side(least)}`;
}

/** How much smaller or larger errors were than seasonal naive's, with what chance leaves open. */
export function ratioWords(ratio: HorizonAccuracy["ratio"]): string {
  if (ratio === null) return "cannot be compared";
  if (ratio.ci95 === null) return `${change(ratio.value)} (under four weeks: no interval)`;
  return `${change(ratio.value)} (95\u202f% interval ${changes(ratio.ci95)})`;
}

/** Whether forecasts were of use beside the simplest rule there is, in one sentence. */
export function verdictSentence(horizon: HorizonAccuracy, rival: RivalWords): string {
  const { isTooFew, ensemble, naive, ratio } = horizon;
  if (isTooFew) return `There are ${tooFewWords(horizon)} to say how good they are.`;
  if (ensemble.wmape === null || ratio === null)
    return "Too little happened on these days to compare errors: a share of nothing cannot be said.";
  const both = `Forecasts were out by ${percent(ensemble.wmape)} of what was counted (${fixed(ensemble.mae, 1)} a day), ${rival.full} by ${percent(naive.wmape)}. Beside it their error is ${ratioWords(ratio)}`;
  if (ratio.ci95 === null) return `${both}.`;
  const [low, high] = ratio.ci95;
  const judged =
    high < 1
      ? "They did better"
      : low > 1
        ? `They did worse: use ${rival.full} instead, and tell whoever runs Wardlight`
        : "Chance alone could make that difference";
  return `${both}. ${judged}.`;
}

/** Which way forecasts lean, and whether their intervals hold as often as they say. */
export function leaningSentence({ bias, coverage80, coverage95 }: AccuracyFigures): string {
  const lean =
    bias === null
      ? ""
      : Math.abs(bias) < 0.005
        ? "They lean neither way. "
        : `They foretold ${percent(Math.abs(bias))} ${bias > 0 ? "more" : "fewer"} than was counted. `;
  return `${lean}80\u202f% intervals held on ${percent(coverage80, 0)} of days, 95\u202f% intervals on ${percent(coverage95, 0)}.`;
}
