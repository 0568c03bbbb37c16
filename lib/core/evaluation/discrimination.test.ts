import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auprc, auroc } from "@/lib/core/evaluation/discrimination";

/** By definition: the share of positive–negative pairs ranked right, ties half. */
function aurocByPairs(scores: readonly number[], labels: readonly number[]): number | null {
  let right = 0;
  let pairs = 0;
  for (const [i, a] of scores.entries()) {
    for (const [j, b] of scores.entries()) {
      if (labels[i] !== 1 || labels[j] !== 0) continue;
      pairs++;
      right += a > b ? 1 : a === b ? 0.5 : 0;
    }
  }
  return pairs > 0 ? right / pairs : null;
}

const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 1 })), { maxLength: 40 })
  .map((rows) => ({ scores: rows.map(([s]) => s / 8), labels: rows.map(([, l]) => l) }));

describe("AUROC", () => {
  it("refuses a score that is no number", () => {
    expect(() => auroc([0.1, Number.NaN], [0, 1])).toThrow("not a number");
  });

  it("is the share of pairs ranked right, ties counting half", () => {
    fc.assert(
      fc.property(scored, ({ scores, labels }) => {
        const expected = aurocByPairs(scores, labels);
        const actual = auroc(scores, labels);
        if (expected === null) expect(actual).toBeNull();
        else expect(actual).toBeCloseTo(expected, 12);
      }),
    );
  });
});

describe("AUPRC", () => {
  // scikit-learn 1.x: average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
  it("equals average precision", () => expect(auprc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBeCloseTo(0.8333333, 6));
  it("takes ties as one step", () => expect(auprc([0.5, 0.5], [1, 0])).toBe(0.5));
  it("is unknown without positives", () => expect(auprc([0.1, 0.2], [0, 0])).toBeNull());
});
