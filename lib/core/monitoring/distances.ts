import type { Aligned, Counts } from "@/lib/core/monitoring/counts";

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
const shares = (counts: readonly number[]): number[] => {
  const all = sum(counts);
  return counts.map((count) => (all === 0 ? 0 : count / all));
};

/**
 * Population stability index, Σ (now − before) · ln(now / before) over shares; an empty cell is counted as half a stay
 * of its sample, so that it is finite. 0 where nothing moved.
 * @see Siddiqi 2006, Credit Risk Scorecards; Yurdakul & Naranjo 2020, doi:10.21314/JRMV.2020.227
 */
export function populationStabilityIndex({ before, now }: Pick<Aligned, "before" | "now">): number {
  const filled = (counts: readonly number[]) => counts.map((count) => Math.max(count, 0.5) / sum(counts));
  if (sum(before) === 0 || sum(now) === 0) return 0;
  const [p, q] = [filled(before), filled(now)];
  return p.reduce((all, was, i) => all + (q[i]! - was) * Math.log(q[i]! / was), 0);
}

/**
 * Jensen–Shannon distance (the root of the divergence in bits), 0 the same to 1 nothing in common; what
 * `scipy.spatial.distance.jensenshannon(p, q, base=2)` gives.
 * @see Lin 1991, doi:10.1109/18.61115
 */
export function jensenShannonDistance({ before, now }: Pick<Aligned, "before" | "now">): number {
  const [p, q] = [shares(before), shares(now)];
  const toMiddle = (one: readonly number[]): number =>
    one.reduce((all, share, i) => (share === 0 ? all : all + share * Math.log2(share / ((p[i]! + q[i]!) / 2))), 0);
  return Math.sqrt(Math.max(0, (toMiddle(p) + toMiddle(q)) / 2));
}

/** Hellinger distance, 0–1. @see Hellinger 1909, doi:10.1515/crll.1909.136.210 */
export function hellingerDistance({ before, now }: Pick<Aligned, "before" | "now">): number {
  const [p, q] = [shares(before), shares(now)];
  return Math.sqrt(p.reduce((all, was, i) => all + (Math.sqrt(was) - Math.sqrt(q[i]!)) ** 2, 0) / 2);
}

/** The largest change of any one share, 0–1 (Chebyshev, L∞). */
export function largestShareChange({ before, now }: Pick<Aligned, "before" | "now">): number {
  const [p, q] = [shares(before), shares(now)];
  return p.reduce((most, was, i) => Math.max(most, Math.abs(was - q[i]!)), 0);
}

/** Values in ascending order with both cumulative shares up to and including each. */
function cumulative(before: Counts, now: Counts): { value: number; before: number; now: number }[] {
  const values = [...new Set([...Object.keys(before), ...Object.keys(now)])].map(Number).sort((a, b) => a - b);
  const [allBefore, allNow] = [sum(Object.values(before)), sum(Object.values(now))];
  let [was, is] = [0, 0];
  return values.map((value) => {
    was += (before[value] ?? 0) / allBefore;
    is += (now[value] ?? 0) / allNow;
    return { value, before: was, now: is };
  });
}

/**
 * Wasserstein-1 ("earth mover's") distance of two numbers' counts, in the number's own unit, from every value as it is:
 * `scipy.stats.wasserstein_distance` with weights. 0 where either is empty.
 * @see Vallender 1974, doi:10.1137/1118101
 */
export function wassersteinDistance(before: Counts, now: Counts): number {
  if (sum(Object.values(before)) === 0 || sum(Object.values(now)) === 0) return 0;
  const steps = cumulative(before, now);
  return steps.reduce((all, step, i) => {
    const next = steps[i + 1];
    return next === undefined ? all : all + Math.abs(step.before - step.now) * (next.value - step.value);
  }, 0);
}

/** The two-sample Kolmogorov–Smirnov statistic of two numbers' counts, 0–1: `scipy.stats.ks_2samp`. */
export function kolmogorovSmirnov(before: Counts, now: Counts): number {
  if (sum(Object.values(before)) === 0 || sum(Object.values(now)) === 0) return 0;
  return cumulative(before, now).reduce((most, step) => Math.max(most, Math.abs(step.before - step.now)), 0);
}

/** Mean and standard deviation (of the sample) of a number's counts; null of fewer than two. */
export function momentsOf(counts: Counts): { readonly mean: number; readonly deviation: number } | null {
  const entries = Object.entries(counts).map(([value, count]) => [Number(value), count] as const);
  const n = entries.reduce((all, [, count]) => all + count, 0);
  if (n < 2) return null;
  const mean = entries.reduce((all, [value, count]) => all + value * count, 0) / n;
  const squares = entries.reduce((all, [value, count]) => all + count * (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (n - 1)) };
}
