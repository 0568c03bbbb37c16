import { describeValue } from "@/lib/core/features/encode";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { PredictionSummary } from "@/lib/core/worklist/prediction-summary";

/** How many reasons the list has room for. */
const TOP_DRIVERS = 3;

/** Separates the two features of a pair term. */
export const PAIR = " × ";

/** By name: every reason of every patient is looked up. */
const ROWS = new Map(FEATURES.map((spec, index) => [spec.name, { spec, index }]));

/**
 * A term's value in words, e.g. "3 hospital stays in the past year"; a pair term is "Aged 30 to 39, combined with
 * no hospital stays in the past year".
 * @param term a feature's name, or "a × b".
 * @param encoded one value per row of the feature table, as the model saw it.
 */
export function driverSentence(term: string, encoded: ArrayLike<number>): string {
  const sentences = term.split(PAIR).flatMap((name) => {
    const row = ROWS.get(name);
    const code = row && encoded[row.index];
    return row === undefined || code === undefined ? [] : [describeValue(row.spec, code)];
  });
  const [first, ...others] = sentences;
  return first === undefined ? term : [first, ...others.map(lowerFirst)].join(", combined with ");
}

/** Lower case at the start of a clause, unless the word is an abbreviation such as "HbA1c". */
export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]*(?![A-Za-z0-9])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** What the list shows of a scored stay. A term that moves nothing is no reason and is left out. */
export function summarizePrediction(scored: ScoredStay, encoded: ArrayLike<number>): PredictionSummary {
  const { lace, hospital } = scored.scores;
  return {
    topDrivers: scored.drivers
      .filter(({ contribution }) => contribution !== 0)
      .slice(0, TOP_DRIVERS)
      .map(({ feature, contribution }) => ({ feature, contribution, sentence: driverSentence(feature, encoded) })),
    abstentionReasons: scored.probability === null ? scored.applicability.reasons : [],
    lace: { low: lace.low, high: lace.high },
    hospital: { low: hospital.low, high: hospital.high },
    issueCount: scored.issues.filter(({ severity }) => severity !== "info").length,
  };
}
