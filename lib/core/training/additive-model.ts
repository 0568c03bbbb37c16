import type { PairGrid } from "@/lib/core/training/pair-grid";
import type { TrainingData } from "@/lib/core/training/training-data";

/** One additive term: a shape over a feature's bins, or over a pair's cells. Log-odds, centred on the training rows. */
export interface Term {
  readonly features: readonly [number] | readonly [number, number];
  /** The pair's grid; absent for a single feature. */
  readonly grid?: PairGrid;
  /** First view (index) in which the term is known; before it, it contributes exactly 0. */
  readonly knownFrom: number;
  /** Mean over bags, per bin or cell. */
  readonly shape: Float64Array;
  /** [bag][bin or cell] */
  readonly bagShapes: readonly Float64Array[];
}

/** Scale and shift in log-odds, per view. */
export interface ViewCalibration {
  readonly scale: number;
  readonly shift: number;
}

/** An additive model: log-odds = shift + scale × (baseline + Σ terms), by view. */
export interface AdditiveModel {
  readonly terms: readonly Term[];
  /** [view], before calibration */
  readonly baselines: Float64Array;
  /** [bag][view], before calibration */
  readonly bagBaselines: readonly Float64Array[];
  readonly calibration: readonly ViewCalibration[];
}

/** No calibration yet, in any of so many views. */
export const uncalibrated = (views: number): ViewCalibration[] =>
  Array.from({ length: views }, () => ({ scale: 1, shift: 0 }));

/** First view in which every feature of a term is known. */
export function termKnownFrom(knownFrom: readonly number[], features: readonly number[]): number {
  return Math.max(...features.map((feature) => knownFrom[feature]!));
}

/** Bin or cell of one row for a term, in a view that knows it. */
function cellOf(term: Term, data: TrainingData, view: number, row: number): number {
  const columns = data.columns[view]!;
  const bin = columns[term.features[0]]![row]!;
  if (!term.grid) return bin;
  const [a, b] = term.grid.sides;
  return a.cellOf[bin]! * b.cells + b.cellOf[columns[term.features[1]!]![row]!]!;
}

/** Log-odds before calibration of the given rows in one view. */
export function rawLogits(model: AdditiveModel, data: TrainingData, view: number, rows: Uint32Array): Float64Array {
  const logits = new Float64Array(rows.length).fill(model.baselines[view]!);
  for (const term of model.terms) {
    if (term.knownFrom > view) continue;
    for (let i = 0; i < rows.length; i++) logits[i]! += term.shape[cellOf(term, data, view, rows[i]!)]!;
  }
  return logits;
}

/** Calibrated log-odds of the given rows in one view. */
export function calibratedLogits(
  model: AdditiveModel,
  data: TrainingData,
  view: number,
  rows: Uint32Array,
): Float64Array {
  const { scale, shift } = model.calibration[view]!;
  return rawLogits(model, data, view, rows).map((z) => shift + scale * z);
}

/** Mean of a term over rows in the view that knows most: what centring takes out of it. */
export function termMean(term: Term, data: TrainingData, rows: Uint32Array): number {
  const fullest = data.columns.length - 1;
  let sum = 0;
  for (const row of rows) sum += term.shape[cellOf(term, data, fullest, row)]!;
  return sum / rows.length;
}
