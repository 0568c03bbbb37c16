import { describe, expect, it } from "vitest";
import {
  brierScore,
  calibrationBins,
  calibrationLine,
  expectedCalibrationError,
  logLoss,
  observedOverExpected,
} from "@/lib/core/evaluation/calibration";

describe("calibration", () => {
  it.each([
    ["Brier score", brierScore([0.2, 0.9], [0, 1]), (0.04 + 0.01) / 2],
    ["log loss", logLoss([0.2, 0.9], [0, 1]), -(Math.log(0.8) + Math.log(0.9)) / 2],
    ["log loss of a certainty that was wrong is finite", logLoss([1], [0]), -Math.log(1 - (1 - 1e-15))],
    ["O/E", observedOverExpected([0.25, 0.25], [1, 0]), 2],
  ])("%s", (_, actual, expected) => expect(actual).toBeCloseTo(expected, 9));

  it("has equal-mass bins that hold every row", () => {
    const p = Array.from({ length: 103 }, (_, i) => i / 103);
    const bins = calibrationBins(
      p,
      p.map(() => 0),
    );
    expect(bins).toHaveLength(10);
    expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(103);
    expect(new Set(bins.map(({ n }) => n))).toEqual(new Set([10, 11]));
  });

  it("has an ECE of the common distance where every bin is off by the same", () => {
    const labels = Array.from({ length: 1000 }, (_, i) => (i % 10 < 3 ? 1 : 0));
    expect(
      expectedCalibrationError(
        labels.map(() => 0.2),
        labels,
      ),
    ).toBeCloseTo(0.1, 6);
  });

  it("recovers a known slope and intercept", () => {
    // Each group's share of positives is exactly what intercept −0.5 and slope 0.8 say of its logit.
    const probabilities: number[] = [];
    const labels: number[] = [];
    for (const logit of [-2, -1, 0, 1]) {
      const truth = 1 / (1 + Math.exp(-(-0.5 + 0.8 * logit)));
      for (let i = 0; i < 20_000; i++) {
        probabilities.push(1 / (1 + Math.exp(-logit)));
        labels.push(i < Math.round(truth * 20_000) ? 1 : 0);
      }
    }
    const line = calibrationLine(probabilities, labels);
    expect(line?.slope).toBeCloseTo(0.8, 3);
    expect(line?.intercept).toBeCloseTo(-0.5, 3);
  });

  it("has no line where one class is empty", () => expect(calibrationLine([0.1, 0.2], [0, 0])).toBeNull());
});
