import type { Counts } from "@/lib/core/capacity/counts";

/** Far enough into a tail for any quantile asked for. */
const NEGLIGIBLE = 1e-10;

/**
 * The sum of a Poisson number of independent amounts, index = amount. Cut off where what is left is below 1e-10, which
 * goes to the last; an amount of nought may be among the amounts.
 *
 * @param mean Poisson mean, 0–600
 * @param amount distribution of one amount
 * @see Panjer 1981, ASTIN Bulletin 12:22–26
 */
export function compoundPoisson(mean: number, amount: Counts): Counts {
  const total = amount.reduce((sum, value) => sum + value, 0);
  const sum: number[] = [Math.exp(-mean * (total - (amount[0] ?? 0)))];
  const expected = mean * amount.reduce((all, value, size) => all + value * size, 0);
  const squares = mean * amount.reduce((all, value, size) => all + value * size * size, 0);
  const longest = Math.ceil(expected + 12 * Math.sqrt(squares) + amount.length);
  let reached = sum[0] as number;
  for (let at = 1; at <= longest && reached < 1 - NEGLIGIBLE; at++) {
    let mass = 0;
    for (let size = 1; size < amount.length && size <= at; size++)
      mass += size * (amount[size] as number) * (sum[at - size] as number);
    mass *= mean / at;
    sum.push(mass);
    reached += mass;
  }
  sum[sum.length - 1] = (sum.at(-1) as number) + Math.max(0, 1 - reached);
  return Float64Array.from(sum);
}

/** One of several distributions, by weights that add up to 1. */
export function mixtureOf(parts: readonly { readonly weight: number; readonly counts: Counts }[]): Counts {
  const mass = new Float64Array(Math.max(1, ...parts.map(({ counts }) => counts.length)));
  for (const { weight, counts } of parts)
    for (const [at, value] of counts.entries()) mass[at] = (mass[at] as number) + weight * value;
  return mass;
}

/** An amount that comes with a chance, and is nought otherwise. */
export const withChance = (chance: number, counts: Counts): Counts =>
  mixtureOf([
    { weight: chance, counts },
    { weight: 1 - chance, counts: Float64Array.of(1) },
  ]);

/** So many times an amount. */
export function timesOver(counts: Counts, factor: number): Counts {
  const mass = new Float64Array((counts.length - 1) * factor + 1);
  for (const [at, value] of counts.entries()) mass[at * factor] = (mass[at * factor] as number) + value;
  return mass;
}

/** An amount that is a whole number on each occasion and this much on average: the whole of it, and one more now and then. */
export function wholeAmount(average: number): Counts {
  const whole = Math.floor(average);
  const mass = new Float64Array(whole + 2);
  mass[whole] = 1 - (average - whole);
  mass[whole + 1] = average - whole;
  return mass;
}
