import type { DemandKind } from "@/lib/core/demand/demand-series";
import { type AccuracyFigures, type HorizonAccuracy, LEAST_FORECASTS } from "@/lib/core/demand/forecast-accuracy";
import { fixed, percent } from "@/lib/core/validation/figure-words";

/** What is counted, as a heading and in the middle of a sentence. */
export const KIND_WORDS: Readonly<Record<DemandKind, { readonly name: string; readonly counted: string }>> = {
  "unscheduled-admissions": { name: "Unscheduled admissions", counted: "unscheduled admissions" },
  "ed-attendances": { name: "Emergency attendances", counted: "emergency attendances" },
  discharges: { name: "Discharges", counted: "discharges" },
};

/** "days 1–7 ahead"; the day it is made on is the first. */
export const horizonWords = ({ from, to }: Pick<HorizonAccuracy, "from" | "to">): string => `days ${from}–${to}`;

export const tooFewWords = ({ forecasts }: Pick<HorizonAccuracy, "forecasts">): string =>
  `too few yet (${forecasts} of ${LEAST_FORECASTS} forecasts)`;

/** How much smaller or larger errors were than seasonal naive's, with what chance leaves open. */
export function ratioWords(ratio: HorizonAccuracy["ratio"]): string {
  if (ratio === null) return "cannot be compared";
  const change = (value: number) =>
    Math.abs(1 - value) < 0.005 ? "the same" : `${percent(Math.abs(1 - value), 0)} ${value < 1 ? "less" : "more"}`;
  if (ratio.ci95 === null) return `${change(ratio.value)} (under four weeks: no interval)`;
  const [low, high] = ratio.ci95;
  return `${change(ratio.value)} (95\u202f% interval ${change(low)} to ${change(high)})`;
}

/** Whether forecasts were of use beside the simplest rule there is, in one sentence. */
export function verdictSentence(horizon: HorizonAccuracy): string {
  const { isTooFew, ensemble, naive, ratio } = horizon;
  if (isTooFew) return `There are ${tooFewWords(horizon)} to say how good they are.`;
  if (ensemble.wmape === null || ratio === null)
    return "Too little happened on these days to compare errors: a share of nothing cannot be said.";
  const both = `Forecasts were out by ${percent(ensemble.wmape)} of what came (${fixed(ensemble.mae, 1)} a day), the same weekday of the week before by ${percent(naive.wmape)}`;
  if (ratio.ci95 === null) return `${both}: ${ratioWords(ratio)}.`;
  const [low, high] = ratio.ci95;
  const judged =
    high < 1
      ? "They did better than it"
      : low > 1
        ? "They did worse than it: use the week before instead, and tell whoever runs Wardlight"
        : "Chance alone could make that difference";
  return `${both}: ${ratioWords(ratio)}. ${judged}.`;
}

/** Which way forecasts lean, and whether their intervals hold as often as they say. */
export function leaningSentence({ bias, coverage80, coverage95 }: AccuracyFigures): string {
  const lean =
    bias === null
      ? ""
      : Math.abs(bias) < 0.005
        ? "They lean neither way. "
        : `They foretold ${percent(Math.abs(bias))} ${bias > 0 ? "more" : "fewer"} than came. `;
  return `${lean}80\u202f% intervals held on ${percent(coverage80, 0)} of days, 95\u202f% intervals on ${percent(coverage95, 0)}.`;
}
