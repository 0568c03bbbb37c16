import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanCount, poissonMixture, sumOf } from "@/lib/core/capacity/counts";
import { compoundPoisson, mixtureOf, timesOver, withChance } from "@/lib/core/theatres/compound";

const total = (mass: Float64Array): number => mass.reduce((sum, value) => sum + value, 0);

describe("sums of a random number of amounts", () => {
  it("are Poisson where each amount is one", () => {
    const poisson = poissonMixture([{ weight: 1, mean: 4.2 }]);
    const sum = compoundPoisson(4.2, Float64Array.of(0, 1));
    for (let at = 0; at < 20; at++) expect(sum[at]).toBeCloseTo(poisson[at] ?? 0, 9);
  });

  it("are what conditioning on the number gives", () => {
    const amount = Float64Array.of(0.1, 0.2, 0, 0.7);
    const number = poissonMixture([{ weight: 1, mean: 3 }]);
    let power: Float64Array = Float64Array.of(1);
    const parts = [...number].map((weight) => {
      const counts = power;
      power = sumOf(power, amount);
      return { weight, counts };
    });
    const expected = mixtureOf(parts);
    const sum = compoundPoisson(3, amount);
    for (let at = 0; at < 30; at++) expect(sum[at]).toBeCloseTo(expected[at] ?? 0, 9);
  });

  it("add up to one, with the mean that follows", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 60, noNaN: true }), amounts, (mean, raw) => {
        const whole = raw.reduce((sum, value) => sum + value, 0);
        const amount = Float64Array.from(raw, (value) => value / whole);
        const sum = compoundPoisson(mean, amount);
        expect(total(sum)).toBeCloseTo(1, 8);
        expect(meanCount(sum)).toBeCloseTo(mean * meanCount(amount), 4);
      }),
      { numRuns: 40 },
    );
  });

  it("are nothing where nobody comes", () => expect([...compoundPoisson(0, Float64Array.of(0, 1))]).toEqual([1]));
});

describe("amounts", () => {
  it("come with a chance, or so many times over", () => {
    expect([...withChance(0.25, Float64Array.of(0, 1))]).toEqual([0.75, 0.25]);
    expect([...timesOver(Float64Array.of(0.5, 0.5), 3)]).toEqual([0.5, 0, 0, 0.5]);
    expect([...timesOver(Float64Array.of(0.5, 0.5), 0)]).toEqual([1]);
  });
});
