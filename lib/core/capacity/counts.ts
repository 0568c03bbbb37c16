import { countQuantile } from "@/lib/core/statistics/count-quantile";

/**
 * Distributions of counts: index = count, value = its probability. What is cut off at the end is below 1e-12 in all,
 * and given back to what is left.
 */
export type Counts = Float64Array;

const NEGLIGIBLE = 1e-12;

/** Drops a tail that does not matter, so that sums of many stay short. */
function trimmed(mass: Counts): Counts {
  let end = mass.length;
  let tail = 0;
  while (end > 1 && tail + mass[end - 1]! < NEGLIGIBLE) tail += mass[--end]!;
  const kept = mass.slice(0, end);
  const total = kept.reduce((sum, value) => sum + value, 0);
  return kept.map((value) => value / total);
}

/** The distribution of the sum of two independent counts. */
export function sumOf(a: Counts, b: Counts): Counts {
  const mass = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    const share = a[i]!;
    if (share === 0) continue;
    for (let j = 0; j < b.length; j++) mass[i + j]! += share * b[j]!;
  }
  return trimmed(mass);
}

/** Too small for any number of further events to matter. */
const NOTHING = 1e-18;

/**
 * How many of several independent events happen: `poissonBinomial` without the counts that cannot be told from
 * impossible, so that many small chances cost little. Every value is right to 1e-12.
 *
 * @param chances 0–1 each
 */
export function sumOfChances(chances: readonly number[]): Counts {
  const mass = new Float64Array(chances.length + 1);
  mass[0] = 1;
  let top = 0;
  for (const chance of chances) {
    const stays = 1 - chance;
    if (mass[top]! * chance > NOTHING) top++;
    for (let count = top; count > 0; count--) mass[count] = mass[count]! * stays + mass[count - 1]! * chance;
    mass[0] = mass[0]! * stays;
  }
  return trimmed(mass.subarray(0, top + 1));
}

/** A Poisson count of the given mean (≥ 0), worked out from its mode outwards so that no mean underflows. */
function poisson(mean: number, length: number): Counts {
  const mass = new Float64Array(length);
  const mode = Math.min(length - 1, Math.floor(mean));
  mass[mode] = 1;
  for (let count = mode; count > 0; count--) mass[count - 1] = (mass[count]! * count) / mean;
  for (let count = mode; count < length - 1; count++) mass[count + 1] = (mass[count]! * mean) / (count + 1);
  const total = mass.reduce((sum, value) => sum + value, 0);
  return mass.map((value) => value / total);
}

/** A count whose mean is not known for certain: Poisson under each mean, weighed (weights sum to 1); none at all: nobody. */
export function poissonMixture(levels: readonly { readonly weight: number; readonly mean: number }[]): Counts {
  const highest = Math.max(0, ...levels.map(({ mean }) => mean));
  const length = Math.ceil(highest + 10 * Math.sqrt(highest) + 12);
  const mass = new Float64Array(length);
  if (levels.length === 0) mass[0] = 1;
  for (const { weight, mean } of levels) {
    const one = mean > 0 ? poisson(mean, length) : Float64Array.of(1);
    for (let count = 0; count < one.length; count++) mass[count]! += weight * one[count]!;
  }
  return trimmed(mass);
}

/** Mean of a count. */
export const meanCount = (mass: Counts): number => mass.reduce((sum, value, count) => sum + value * count, 0);

/** Chance (0–1) that a count is above a limit. */
export const chanceAbove = (mass: Counts, limit: number): number =>
  Math.min(
    1,
    mass.subarray(Math.max(0, Math.floor(limit) + 1)).reduce((sum, value) => sum + value, 0),
  );

/** A count in six numbers: its mean, its median, and where its middle 80 and 95 % lie. */
export interface CountSpread {
  readonly expected: number;
  readonly median: number;
  readonly low80: number;
  readonly high80: number;
  readonly low95: number;
  readonly high95: number;
}

export const countSpread = (mass: Counts): CountSpread => ({
  expected: meanCount(mass),
  median: countQuantile(mass, 0.5),
  low80: countQuantile(mass, 0.1),
  high80: countQuantile(mass, 0.9),
  low95: countQuantile(mass, 0.025),
  high95: countQuantile(mass, 0.975),
});
