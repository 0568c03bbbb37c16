import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { orderByScore } from "@/lib/core/evaluation/discrimination";
import { Z95 } from "@/lib/core/statistics/normal";

const EDGE = 1e-15;
const clip = (p: number): number => Math.min(1 - EDGE, Math.max(EDGE, p));
export const toLogit = (p: number): number => Math.log(clip(p) / (1 - clip(p)));

/** Mean squared difference of probability and outcome. */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) sum += (probabilities[i]! - labels[i]!) ** 2;
  return sum / probabilities.length;
}

/** Mean negative log-likelihood in nats; probabilities are held off 0 and 1 by 1e-15. */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = clip(probabilities[i]!);
    sum -= labels[i]! > 0 ? Math.log(p) : Math.log(1 - p);
  }
  return sum / probabilities.length;
}

export interface CalibrationBin {
  readonly n: number;
  /** Mean predicted probability. */
  readonly expected: number;
  /** Share of positives. */
  readonly observed: number;
}

/** Equal-mass bins by ascending probability; sizes differ by at most one row. */
export function calibrationBins(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  count = 10,
): CalibrationBin[] {
  const order = orderByScore(probabilities);
  const bins: CalibrationBin[] = [];
  for (let bin = 0; bin < count; bin++) {
    const start = Math.floor((bin * order.length) / count);
    const end = Math.floor(((bin + 1) * order.length) / count);
    if (end === start) continue;
    let expected = 0;
    let observed = 0;
    for (let i = start; i < end; i++) {
      expected += probabilities[order[i]!]!;
      observed += labels[order[i]!]!;
    }
    bins.push({ n: end - start, expected: expected / (end - start), observed: observed / (end - start) });
  }
  return bins;
}

/** Expected calibration error over equal-mass bins: Σ n/N × |observed − expected|. */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  count = 10,
): number {
  return calibrationBins(probabilities, labels, count).reduce(
    (sum, bin) => sum + (bin.n / probabilities.length) * Math.abs(bin.observed - bin.expected),
    0,
  );
}

export interface LogitLine {
  readonly slope: number;
  readonly intercept: number;
}

export interface FittedLine extends LogitLine {
  /** 95 % interval of the slope, by Wald: from the information at the maximum of the likelihood. */
  readonly slopeCi95: Interval;
}

/**
 * Logistic regression of outcomes on the logit: perfect calibration is slope 1, intercept 0.
 * Newton's method; null where one class is empty or every logit is equal.
 *
 * @param weights how often each row counts; null for once each
 * @param start where the search begins: the answer for nearly the same rows saves steps
 * @see Cox 1958, doi:10.1093/biomet/45.3-4.562; Van Calster et al. 2019, doi:10.1186/s12916-019-1466-7
 */
export function fitLogitLine(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
  start: LogitLine = { slope: 1, intercept: 0 },
): FittedLine | null {
  let { slope, intercept } = start;
  let slopeVariance = Number.NaN;
  let positives = 0;
  let rows = 0;
  for (let i = 0; i < labels.length; i++) {
    const weight = weights ? weights[i]! : 1;
    positives += weight * labels[i]!;
    rows += weight;
  }
  if (positives === 0 || positives === rows) return null;
  for (let step = 0; step < 50; step++) {
    let g0 = 0;
    let g1 = 0;
    let h00 = 0;
    let h01 = 0;
    let h11 = 0;
    for (let i = 0; i < logits.length; i++) {
      const weight = weights ? weights[i]! : 1;
      if (weight === 0) continue;
      const z = logits[i]!;
      const p = 1 / (1 + Math.exp(-(intercept + slope * z)));
      const w = weight * p * (1 - p);
      const residual = weight * (labels[i]! - p);
      g0 += residual;
      g1 += residual * z;
      h00 += w;
      h01 += w * z;
      h11 += w * z * z;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(Math.abs(determinant) > 1e-12)) return null;
    const d0 = (h11 * g0 - h01 * g1) / determinant;
    const d1 = (h00 * g1 - h01 * g0) / determinant;
    intercept += d0;
    slope += d1;
    slopeVariance = h00 / determinant;
    if (Math.abs(d0) + Math.abs(d1) < 1e-10) break;
  }
  if (!Number.isFinite(slope) || !Number.isFinite(intercept)) return null;
  const half = Z95 * Math.sqrt(slopeVariance);
  return { slope, intercept, slopeCi95: [slope - half, slope + half] };
}

/** Calibration slope and intercept of probabilities, by `fitLogitLine`. */
export function calibrationLine(probabilities: ArrayLike<number>, labels: ArrayLike<number>): LogitLine | null {
  return fitLogitLine(Float64Array.from(probabilities, toLogit), labels);
}

/** Observed over expected events; null where nothing was expected. */
export function observedOverExpected(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null = null,
): number | null {
  let expected = 0;
  let observed = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const weight = weights ? weights[i]! : 1;
    expected += weight * probabilities[i]!;
    observed += weight * labels[i]!;
  }
  return expected > 0 ? observed / expected : null;
}
