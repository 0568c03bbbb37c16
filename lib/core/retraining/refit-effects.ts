import type { Bag } from "@/lib/core/training/bag";

/** Standard deviation that a term's multiplier is believed to have around 1, before any local stay is seen. */
const BELIEVED_SPREAD = 0.5;
const STEPS = 6;
/** Where a prior is far off its probabilities are near 0 and 1 and tell no direction: no step goes further than this. */
const LONGEST_STEP = 1;

/** Solves a small symmetric positive definite system in place (Cholesky). */
function solve(matrix: Float64Array, target: Float64Array): Float64Array {
  const n = target.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      matrix[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / matrix[j * n + j]!;
    }
  }
  const x = target.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= matrix[i * n + k]! * x[k]!;
    x[i]! /= matrix[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= matrix[k * n + i]! * x[k]!;
    x[i]! /= matrix[i * n + i]!;
  }
  return x;
}

/**
 * How strongly each term of the prior acts here: multipliers of whole shapes, with an intercept, by penalised logistic
 * regression (Newton) on the bag's training rows at discharge. The penalty draws each multiplier towards 1: a term that
 * local stays say little about stays as it was. One number a term is learnt from few stays, long before its shape is.
 *
 * @param cells bin or cell of every position, one list a term
 * @param shapes the prior's, log-odds
 * @param start log-odds before any term
 * @returns one multiplier a term
 * @see Steyerberg et al. 2004, doi:10.1002/sim.1844 (updating a prediction model: recalibrating and re-estimating effects)
 */
export function refitEffects(
  bag: Pick<Bag, "labels" | "trainCount">,
  cells: readonly (Uint8Array | Uint16Array)[],
  shapes: readonly Float64Array[],
  start: number,
): Float64Array {
  const terms = shapes.length;
  const width = terms + 1;
  const weights = new Float64Array(width).fill(1);
  weights[terms] = start;
  const row = new Float64Array(width);
  row[terms] = 1;
  const penalty = 1 / BELIEVED_SPREAD ** 2;
  for (let step = 0; step < STEPS; step++) {
    const gradient = new Float64Array(width);
    const hessian = new Float64Array(width * width);
    for (let i = 0; i < bag.trainCount; i++) {
      let z = weights[terms]!;
      for (let t = 0; t < terms; t++) {
        const value = shapes[t]![cells[t]![i]!]!;
        row[t] = value;
        z += weights[t]! * value;
      }
      const p = 1 / (1 + Math.exp(-z));
      const residual = bag.labels[i]! - p;
      const curvature = p * (1 - p);
      for (let a = 0; a < width; a++) {
        const value = row[a]!;
        if (value === 0) continue;
        gradient[a]! += residual * value;
        const scaled = curvature * value;
        for (let b = 0; b <= a; b++) hessian[a * width + b]! += scaled * row[b]!;
      }
    }
    for (let t = 0; t < terms; t++) {
      gradient[t]! -= penalty * (weights[t]! - 1);
      hessian[t * width + t]! += penalty;
    }
    const move = solve(hessian, gradient);
    for (let a = 0; a < width; a++) weights[a]! += Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, move[a]!));
    if (move.every((value) => Math.abs(value) < 1e-4)) break;
  }
  return weights.slice(0, terms);
}
