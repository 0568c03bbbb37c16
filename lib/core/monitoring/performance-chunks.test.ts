import { describe, expect, it } from "vitest";
import { aurocIntervalOf } from "@/lib/core/monitoring/figure-intervals";
import { performanceChunks } from "@/lib/core/monitoring/performance-chunks";
import { toScoreBins } from "@/lib/core/monitoring/score-bins";

/** One day on which so many left at 60 % and were back, and so many at 10 % and were not. */
function day(back: number, home: number) {
  const probabilities = [...Array<number>(back).fill(0.6), ...Array<number>(home).fill(0.1)];
  const labels = probabilities.map((p) => (p > 0.5 ? 1 : 0));
  return {
    ...{ day: "2026-01-05", scored: toScoreBins(probabilities), matured: toScoreBins(probabilities, labels) },
    ...{ followed: { expected: 0, back: [] }, hindsight: 0 },
  };
}

describe("performanceChunks", () => {
  it("says nothing but observed over expected of a handful", () => {
    const [chunk] = performanceChunks([day(3, 40)], null);
    expect(chunk?.realised).toMatchObject({ stays: 43, events: 3, auroc: null, aurocCi95: null, slope: null });
    expect(chunk?.realised).toMatchObject({ auprc: null, brier: null });
    expect(chunk?.realised?.observedExpectedCi95?.[1]).toBeGreaterThan(1);
    expect(chunk?.estimated).toEqual({
      auroc: null,
      aurocCi95: null,
      auprc: null,
      auprcCi95: null,
      brier: null,
      brierCi95: null,
    });
  });

  it("is not certain of a perfect figure, and has an interval of what is estimated", () => {
    const [chunk] = performanceChunks([day(40, 200)], null);
    expect(chunk?.realised?.auroc).toBe(1);
    const [low, high] = chunk!.realised!.aurocCi95!;
    expect(low).toBeGreaterThan(0.9);
    expect(low).toBeLessThan(0.99);
    expect(high).toBe(1);
    const { auroc, aurocCi95 } = chunk!.estimated;
    expect(aurocCi95![0]).toBeLessThan(auroc! - 0.02);
    expect(aurocCi95![1]).toBeGreaterThan(auroc! + 0.02);
  });
});

describe("the interval of an AUROC", () => {
  it("is that of Hanley and McNeil where there are many, and stays within 0 and 1 where there are few", () => {
    // Their variance at 0.7 with 300 and 2,700: standard error 0.0172.
    const [low, high] = aurocIntervalOf(0.7, { events: 300, others: 2700 });
    expect(high - low).toBeCloseTo(2 * 1.96 * 0.0172, 2);
    const [least, most] = aurocIntervalOf(0.98, { events: 20, others: 80 });
    expect(least).toBeGreaterThan(0.8);
    expect(most).toBeLessThan(1);
  });
});
