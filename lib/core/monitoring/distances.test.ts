import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byRange, decileEdges, toCells } from "@/lib/core/monitoring/binning";
import { totalOf } from "@/lib/core/monitoring/counts";
import { jensenShannonDistance, populationStabilityIndex, wassersteinDistance } from "@/lib/core/monitoring/distances";
import { chiSquareTest, holmAdjusted } from "@/lib/core/monitoring/sample-tests";
import { chiSquareQuantile, chiSquareTail } from "@/lib/core/monitoring/tail-probabilities";

const counts = fc.dictionary(fc.integer({ min: 0, max: 40 }).map(String), fc.integer({ min: 1, max: 60 }), {
  minKeys: 1,
  maxKeys: 15,
});

describe("distances", () => {
  it("are 0 of the same and never negative, whichever comes first", () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const cells = toCells({ kind: "categorical" }, a, b);
        const turned = { before: cells.now, now: cells.before };
        expect(populationStabilityIndex({ before: cells.before, now: cells.before })).toBe(0);
        expect(jensenShannonDistance({ before: cells.before, now: cells.before })).toBeCloseTo(0, 7);
        expect(jensenShannonDistance(cells)).toBeCloseTo(jensenShannonDistance(turned), 10);
        expect(wassersteinDistance(a, b)).toBeCloseTo(wassersteinDistance(b, a), 9);
        expect(populationStabilityIndex(cells)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("Wasserstein is how far everything moved", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 9 }), (a, by) => {
        const moved = Object.fromEntries(
          Object.entries(a).map(([value, count]) => [String(Number(value) + by), count]),
        );
        expect(wassersteinDistance(a, moved)).toBeCloseTo(by, 9);
      }),
    );
  });
});

describe("binning", () => {
  it("loses nobody", () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const edges = decileEdges(a);
        expect(totalOf(byRange(a, edges))).toBe(totalOf(a));
        expect(totalOf(byRange(b, edges))).toBe(totalOf(b));
        expect(edges.length).toBeLessThanOrEqual(10);
      }),
    );
  });

  it("gives a value that more than a tenth have a range of its own", () => {
    expect(decileEdges({ "0": 80, "1": 10, "2": 6, "9": 4 })).toEqual([0, 1, 2]);
    expect(byRange({ "0": 3, "1": 2, "40": 1 }, [0, 1, 2])).toEqual({ "0": 3, "1": 2, "2": 1 });
  });

  it("counts rare levels together and leaves out what is missing", () => {
    const cells = toCells({ kind: "categorical" }, { "-1": 50, a: 500, b: 400, c: 3 }, { "-1": 1, a: 50, b: 45, d: 1 });
    expect(cells.cells).toEqual(["a", "b", "other"]);
    expect(cells.now).toEqual([50, 45, 1]);
  });
});

describe("tests", () => {
  it("find nothing in what is the same, and find what is not", () => {
    expect(chiSquareTest({ before: [50, 50], now: [50, 50] }).p).toBe(1);
    expect(chiSquareTest({ before: [500, 500], now: [60, 10] }).p).toBeLessThan(1e-6);
    expect(chiSquareTest({ before: [10], now: [3] }).p).toBe(1);
  });

  it("Holm: the smallest times all, never falling, never above 1", () => {
    expect(holmAdjusted([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
    expect(holmAdjusted([0.9, 0.8])).toEqual([1, 1]);
  });

  it("a quantile is where its tail is", () => {
    expect(chiSquareTail(chiSquareQuantile(0.001, 9), 9)).toBeCloseTo(0.001, 9);
  });
});
