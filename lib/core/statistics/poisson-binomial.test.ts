import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedCount, poissonBinomial } from "@/lib/core/statistics/poisson-binomial";

const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 });

/** By listing every outcome: only for a few events. */
function byEnumeration(list: readonly number[]): number[] {
  const mass = new Array<number>(list.length + 1).fill(0);
  for (let outcome = 0; outcome < 2 ** list.length; outcome++) {
    let chance = 1;
    let events = 0;
    list.forEach((one, index) => {
      const happens = (outcome >> index) & 1;
      chance *= happens ? one : 1 - one;
      events += happens;
    });
    mass[events] = mass[events]! + chance;
  }
  return mass;
}

describe("how many of several happen", () => {
  it("is the binomial distribution where all chances are equal", () => {
    const mass = poissonBinomial([0.5, 0.5, 0.5, 0.5]);
    expect([...mass]).toEqual([1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16]);
  });

  it("agrees with listing every outcome", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 9 }), (list) => {
        const expected = byEnumeration(list);
        poissonBinomial(list).forEach((mass, count) => {
          expect(mass).toBeCloseTo(expected[count]!, 10);
        });
      }),
    );
  });

  it("sums to one, and its mean is the sum of the chances", () => {
    fc.assert(
      fc.property(chances, (list) => {
        const mass = poissonBinomial(list);
        expect(mass.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
        const mean = mass.reduce((sum, one, count) => sum + one * count, 0);
        expect(mean).toBeCloseTo(
          list.reduce((sum, one) => sum + one, 0),
          8,
        );
      }),
    );
  });

  it("has an interval that holds at least what was asked for, and no wider than the tails allow", () => {
    fc.assert(
      fc.property(chances, (list) => {
        const { low, high } = expectedCount(list);
        const mass = poissonBinomial(list);
        const within = mass.slice(low, high + 1).reduce((sum, one) => sum + one, 0);
        expect(within).toBeGreaterThanOrEqual(0.8 - 1e-9);
        expect(mass.slice(0, low).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(0.1 + 1e-9);
        expect(mass.slice(high + 1).reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(0.1 + 1e-9);
      }),
    );
  });

  it("says nothing of nobody, and is sure of what is sure", () => {
    expect(expectedCount([])).toEqual({ expected: 0, low: 0, high: 0 });
    expect(expectedCount([1, 1, 0])).toEqual({ expected: 2, low: 2, high: 2 });
    expect(expectedCount(new Array(12).fill(0.34))).toMatchObject({ low: 2, high: 6 });
  });

  it("refuses what is no chance", () => {
    for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => poissonBinomial([wrong])).toThrow(RangeError);
  });
});
