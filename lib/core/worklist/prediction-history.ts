import { isAccumulating } from "@/lib/core/features/accumulating";
import { NOT_YET_KNOWN, type View } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import type { Tier } from "@/lib/core/model/scored-stay";
import { changeClause, clauseKey } from "@/lib/core/worklist/change-clause";
import { lowerFirst } from "@/lib/core/worklist/driver-sentence";
import { type ComparedPrediction, riskChange } from "@/lib/core/worklist/risk-change";

/** Most predictions of one stay that a page shows. */
export const HISTORY_MAXIMUM = 12;

/** One stored prediction with everything a comparison needs. */
export interface KeptPrediction extends ComparedPrediction {
  readonly id: string;
  readonly tier: Tier | null;
  /** Why the model abstained; empty where it did not. */
  readonly abstentionReasons: readonly string[];
}

/** One earlier score of a stay, as its page tells it. Times are ISO-8601. */
export interface PastPrediction {
  readonly id: string;
  readonly at: string;
  /** 0–1; null where the model abstained, or its scores are not shown. */
  readonly probability: number | null;
  readonly tier: Tier | null;
  readonly view: View;
  readonly modelVersion: string;
  /** What was different from the one before, in one sentence. */
  readonly changed: string;
}

const FROM_WORDS: Readonly<Record<View, string>> = {
  admission: "what was known at admission",
  stay: "the stay so far",
  discharge: "the whole stay with the discharge plan",
};

/** Names that went through another value, and were knowable both times. */
function changedNames(previous: KeptPrediction, next: KeptPrediction): string[] {
  return FEATURES.flatMap(({ name }, column) => {
    const [from, to] = [previous.encoded[column], next.encoded[column]];
    return from === to || from === NOT_YET_KNOWN || to === NOT_YET_KNOWN ? [] : [name];
  });
}

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** What changed without claiming that it moved the number: a cause is named only where `riskChange` finds one. */
function inputWords(previous: KeptPrediction, next: KeptPrediction): string {
  const names = changedNames(previous, next);
  const news = new Map(names.filter((name) => !isAccumulating(name)).map((name) => [clauseKey(name), name] as const));
  const clauses = [...news.values()].map((name) => {
    const spec = FEATURES[featureIndex(name)];
    return spec === undefined ? name : changeClause(spec, previous.encoded, next.encoded);
  });
  if (clauses.length > 0) return asSentence(joined(clauses));
  const grown = names.map((name) => lowerFirst(FEATURES[featureIndex(name)]?.label ?? name));
  if (grown.length > 0) return `Only what grows with every day of a stay: ${joined(grown)}.`;
  return "Nothing the number is made from; only remarks on the data or a published score.";
}

/** What was different between two scores of one stay that follow each other, in one or two sentences. */
export function describeStep(previous: KeptPrediction | null, next: KeptPrediction): string {
  if (previous === null) return "The first score of this stay.";
  const [first] = next.abstentionReasons;
  if (next.probability === null) return `No score from here on. ${first ?? ""}`.trim();
  if (previous.probability === null) return "The model gives a number again.";
  if (previous.modelVersion !== next.modelVersion)
    return `Another model version, ${previous.modelVersion} before; the two numbers cannot be compared.`;
  if (previous.view !== next.view)
    return `Now from ${FROM_WORDS[next.view]}; before, from ${FROM_WORDS[previous.view]}. More is known, so the two numbers cannot be compared step by step.`;
  const change = riskChange(previous, next);
  if (change !== null) return asSentence(`${change.isPartly ? "partly " : ""}because ${change.because}`);
  return inputWords(previous, next);
}

/**
 * Scores of one stay with what changed between each and the one before it.
 * @param newestFirst all there are, or the newest of them.
 * @param isWhole whether the oldest of them is the first of the stay; else it only serves the comparison and is left out.
 */
export function describeHistory(newestFirst: readonly KeptPrediction[], isWhole: boolean): PastPrediction[] {
  return newestFirst.flatMap((one, position) => {
    const before = newestFirst[position + 1] ?? null;
    if (before === null && !isWhole) return [];
    const { id, at, probability, tier, view, modelVersion } = one;
    return [{ id, at, probability, tier, view, modelVersion, changed: describeStep(before, one) }];
  });
}
