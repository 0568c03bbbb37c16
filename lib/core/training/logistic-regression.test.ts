import { describe, expect, it } from "vitest";
import { auroc } from "@/lib/core/evaluation/discrimination";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { fitLogisticRegression } from "@/lib/core/training/logistic-regression";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { toTrainingData } from "@/lib/core/training/training-data";

const ROWS = 12_000;
const VISITS = featureIndex("priorInpatient");
const DAYS = featureIndex("lengthOfStayDays");
const truth = (encoded: Float32Array): number => -2.5 + 0.15 * encoded[VISITS]! + 0.15 * encoded[DAYS]!;

const stays = syntheticStays(ROWS, 5, truth);
const all = Uint32Array.from({ length: ROWS }, (_, row) => row);
const learn = all.subarray(0, 8000);
const test = all.subarray(8000);
const data = toTrainingData(stays, learn);
const labels = Uint8Array.from(test, (row) => stays.labels[row]!);
const best = auroc(
  Array.from(test, (row) => truth(stays.encoded.subarray(row * FEATURES.length, (row + 1) * FEATURES.length))),
  labels,
)!;

describe("the rival: logistic regression", () => {
  it("comes close to the truth where the truth is linear, so that it is a fair rival", () => {
    const logits = fitLogisticRegression(data, VIEWS.indexOf("discharge"), learn).logits(test);
    expect(auroc(logits, labels)).toBeGreaterThan(best - 0.025);
  });

  it("cannot use what its view hides", () => {
    const admission = fitLogisticRegression(data, VIEWS.indexOf("admission"), learn).logits(test);
    const hidden = auroc(admission, labels)!;
    expect(hidden).toBeLessThan(best - 0.03);
    expect(hidden).toBeGreaterThan(0.6);
  });
});
