import type { Aligned, Counts } from "@/lib/core/monitoring/counts";
import { kolmogorovSmirnov } from "@/lib/core/monitoring/distances";
import { chiSquareTail, kolmogorovTail, normalTail } from "@/lib/core/monitoring/tail-probabilities";

export interface TestResult {
  readonly statistic: number;
  /** 0–1: how often chance alone gives as much, were nothing different. */
  readonly p: number;
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/**
 * Pearson's chi-square test that two samples share one distribution, without continuity correction:
 * `scipy.stats.chi2_contingency([before, now], correction=False)`. Cells empty in both are left out.
 */
export function chiSquareTest({ before, now }: Pick<Aligned, "before" | "now">): TestResult {
  const [n, m] = [sum(before), sum(now)];
  let statistic = 0;
  let cells = 0;
  for (const [i, was] of before.entries()) {
    const both = was + now[i]!;
    if (both === 0) continue;
    cells++;
    if (n === 0 || m === 0) continue;
    const [expectedBefore, expectedNow] = [(both * n) / (n + m), (both * m) / (n + m)];
    statistic += (was - expectedBefore) ** 2 / expectedBefore + (now[i]! - expectedNow) ** 2 / expectedNow;
  }
  return { statistic, p: chiSquareTail(statistic, cells - 1) };
}

/**
 * Two-sample Kolmogorov–Smirnov test by Kolmogorov's limit distribution at √(nm/(n+m))·D. Where values are tied, as
 * whole numbers are, it is on the careful side: p is too large rather than too small.
 */
export function kolmogorovSmirnovTest(before: Counts, now: Counts): TestResult {
  const [n, m] = [sum(Object.values(before)), sum(Object.values(now))];
  const statistic = kolmogorovSmirnov(before, now);
  return { statistic, p: n === 0 || m === 0 ? 1 : kolmogorovTail(Math.sqrt((n * m) / (n + m)) * statistic) };
}

/**
 * Mann–Whitney U test of two numbers' counts: two-sided, normal approximation with ties and continuity corrected
 * (`scipy.stats.mannwhitneyu(..., method="asymptotic")`). The statistic is U of `now`.
 */
export function mannWhitneyTest(before: Counts, now: Counts): TestResult {
  const [m, n] = [sum(Object.values(before)), sum(Object.values(now))];
  if (n === 0 || m === 0) return { statistic: 0, p: 1 };
  const values = [...new Set([...Object.keys(before), ...Object.keys(now)])].map(Number).sort((a, b) => a - b);
  let [u, below, ties] = [0, 0, 0];
  for (const value of values) {
    const [was, is] = [before[value] ?? 0, now[value] ?? 0];
    u += is * (below + was / 2);
    below += was;
    ties += (was + is) ** 3 - (was + is);
  }
  const all = n + m;
  const deviation = Math.sqrt(((n * m) / 12) * (all + 1 - ties / (all * (all - 1))));
  const distance = Math.max(0, Math.abs(u - (n * m) / 2) - 0.5);
  return { statistic: u, p: deviation === 0 ? 1 : normalTail(distance / deviation) };
}

/** Two shares compared without continuity correction (a chi-square test of one degree of freedom). */
export function shareTest(before: readonly [events: number, of: number], now: readonly [number, number]): TestResult {
  return chiSquareTest({ before: [before[0], before[1] - before[0]], now: [now[0], now[1] - now[0]] });
}

/**
 * p-values adjusted by Holm's step-down rule: below α each, the chance of even one false finding among all of them is
 * below α, however they hang together.
 * @see Holm 1979, Scand. J. Statist. 6:65–70
 */
export function holmAdjusted(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const adjusted = Array<number>(values.length);
  let most = 0;
  for (const [rank, i] of order.entries()) {
    most = Math.max(most, Math.min(1, values[i]! * (values.length - rank)));
    adjusted[i] = most;
  }
  return adjusted;
}

/**
 * p-values adjusted for the rate of false discoveries: `scipy.stats.false_discovery_control`.
 * @see Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x
 */
export function falseDiscoveryAdjusted(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]!);
  const adjusted = Array<number>(values.length);
  let least = 1;
  for (const [rank, i] of order.entries()) {
    least = Math.min(least, (values[i]! * values.length) / (values.length - rank));
    adjusted[i] = least;
  }
  return adjusted;
}
