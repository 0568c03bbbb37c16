import { countQuantile } from "@/lib/core/statistics/count-quantile";

/**
 * The exact distribution of how many of several independent events happen, each with a chance of its own.
 * @param chances 0–1 each; anything else is a RangeError.
 * @returns the probability of exactly 0, 1, … n events; n + 1 values that sum to 1.
 * @see https://doi.org/10.1016/j.csda.2012.10.006 (Hong 2013; here by direct convolution, exact up to rounding, O(n²))
 */
export function poissonBinomial(chances: readonly number[]): Float64Array {
  const mass = new Float64Array(chances.length + 1);
  mass[0] = 1;
  chances.forEach((chance, events) => {
    if (!(chance >= 0 && chance <= 1)) throw new RangeError("A chance lies between 0 and 1.");
    for (let count = events + 1; count > 0; count--) {
      mass[count] = mass[count]! * (1 - chance) + mass[count - 1]! * chance;
    }
    mass[0] = mass[0]! * (1 - chance);
  });
  return mass;
}

/** How many events to expect, with an interval that holds the number with at least the coverage asked for. */
export interface ExpectedCount {
  /** Σ of the chances. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

/** The expected count and its central interval, 80 % unless told. It knows chance, not that the chances may be wrong. */
export function expectedCount(chances: readonly number[], coverage = 0.8): ExpectedCount {
  const mass = poissonBinomial(chances);
  const tail = (1 - coverage) / 2;
  return {
    expected: chances.reduce((sum, chance) => sum + chance, 0),
    low: countQuantile(mass, tail),
    high: countQuantile(mass, 1 - tail),
  };
}
