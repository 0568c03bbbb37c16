import type { TrainingData } from "@/lib/core/training/training-data";

/**
 * The rival every model is held against: L2-penalised logistic regression, categories one-hot, numbers
 * standardised with a column of their own for "not recorded". Fitted by Newton's method, each step solved by
 * conjugate gradients on the sparse design.
 */
export interface LogisticRegression {
  /** Log-odds of the given rows. */
  readonly logits: (rows: Uint32Array) => Float64Array;
}

/** The sparse design of one view: for each feature, which coefficient a bin switches on and with what value. */
interface Column {
  readonly bins: Uint8Array;
  readonly first: number;
  /** Bin → offset from `first`. */
  readonly offset: Uint16Array;
  /** Bin → value of that coefficient's column. */
  readonly value: Float64Array;
}

function designOf(data: TrainingData, view: number, rows: Uint32Array): { columns: Column[]; width: number } {
  const columns: Column[] = [];
  let width = 1;
  for (const [feature, { kind, count, edges }] of data.bins.entries()) {
    const bins = data.columns[view]![feature];
    if (!bins) continue;
    if (kind === "categorical") {
      columns.push({
        bins,
        first: width,
        offset: Uint16Array.from({ length: count }, (_, bin) => bin),
        value: new Float64Array(count).fill(1),
      });
      width += count;
      continue;
    }
    let n = 0;
    let sum = 0;
    let squares = 0;
    for (const row of rows) {
      if (bins[row]! === 0) continue;
      const x = edges[bins[row]! - 1]!;
      n++;
      sum += x;
      squares += x * x;
    }
    const mean = sum / Math.max(1, n);
    const deviation = Math.sqrt(Math.max(1e-12, squares / Math.max(1, n) - mean * mean));
    const value = Float64Array.from({ length: count }, (_, bin) =>
      bin === 0 ? 1 : (edges[bin - 1]! - mean) / deviation,
    );
    columns.push({
      bins,
      first: width,
      offset: Uint16Array.from({ length: count }, (_, bin) => (bin === 0 ? 1 : 0)),
      value,
    });
    width += 2;
  }
  return { columns, width };
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** Fits on the given rows of one view. `ridge` is the penalty on every coefficient but the intercept. */
export function fitLogisticRegression(
  data: TrainingData,
  view: number,
  rows: Uint32Array,
  ridge = 10,
): LogisticRegression {
  const { columns, width } = designOf(data, view, rows);
  const multiply = (weights: Float64Array, at: Uint32Array): Float64Array => {
    const out = new Float64Array(at.length).fill(weights[0]!);
    for (const { bins, first, offset, value } of columns) {
      const table = Float64Array.from(offset, (shift, bin) => weights[first + shift]! * value[bin]!);
      for (let i = 0; i < at.length; i++) out[i]! += table[bins[at[i]!]!]!;
    }
    return out;
  };
  const transposed = (vector: Float64Array): Float64Array => {
    const out = new Float64Array(width);
    for (let i = 0; i < vector.length; i++) out[0]! += vector[i]!;
    for (const { bins, first, offset, value } of columns) {
      const sums = new Float64Array(offset.length);
      for (let i = 0; i < rows.length; i++) sums[bins[rows[i]!]!]! += vector[i]!;
      for (const [bin, total] of sums.entries()) out[first + offset[bin]!]! += total * value[bin]!;
    }
    return out;
  };
  const weights = new Float64Array(width);
  const penalty = (i: number): number => (i === 0 ? 1e-6 : ridge);
  for (let newton = 0; newton < 8; newton++) {
    const p = multiply(weights, rows).map((z) => 1 / (1 + Math.exp(-z)));
    const gradient = transposed(p.map((value, i) => data.labels[rows[i]!]! - value)).map(
      (value, i) => value - penalty(i) * weights[i]!,
    );
    const hessian = (vector: Float64Array): Float64Array =>
      transposed(multiply(vector, rows).map((value, i) => value * p[i]! * (1 - p[i]!))).map(
        (value, i) => value + penalty(i) * vector[i]!,
      );
    const step = solve(hessian, gradient);
    for (let i = 0; i < width; i++) weights[i]! += step[i]!;
    if (Math.sqrt(dot(step, step)) < 1e-4) break;
  }
  return { logits: (at) => multiply(weights, at) };
}

/** Conjugate gradients for a symmetric positive definite system. */
function solve(apply: (vector: Float64Array) => Float64Array, target: Float64Array): Float64Array {
  const x = new Float64Array(target.length);
  const r = target.slice();
  const direction = r.slice();
  let norm = dot(r, r);
  const enough = norm * 1e-8;
  for (let round = 0; round < 40 && norm > enough; round++) {
    const applied = apply(direction);
    const length = norm / dot(direction, applied);
    for (let i = 0; i < x.length; i++) {
      x[i]! += length * direction[i]!;
      r[i]! -= length * applied[i]!;
    }
    const next = dot(r, r);
    for (let i = 0; i < x.length; i++) direction[i] = r[i]! + (next / norm) * direction[i]!;
    norm = next;
  }
  return x;
}
