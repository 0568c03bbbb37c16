/** A weighted least-squares fit of n rows on k columns. */
export interface WeightedFit {
  /** k. */
  readonly coefficients: readonly number[];
  /** (X'WX)⁻¹, k × k. */
  readonly inverse: readonly (readonly number[])[];
  /** n; observed less fitted. */
  readonly residuals: Float64Array;
}

/** Inverse of a symmetric matrix by Gauss–Jordan elimination with pivoting; null where it has none to speak of. */
function invert(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const rows = matrix.map((row, at) => [...row, ...row.map((_, column) => (column === at ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    let best = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row;
    const pivot = rows[best]![column]!;
    if (!(Math.abs(pivot) > 1e-10 * Math.max(...matrix[column]!.map(Math.abs)))) return null;
    [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    const scaled = rows[column]!.map((value) => value / pivot);
    rows[column] = scaled;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]!;
      rows[row] = rows[row]!.map((value, at) => value - factor * scaled[at]!);
    }
  }
  return rows.map((row) => row.slice(size));
}

/**
 * @param design n rows of k numbers
 * @param values n
 * @param weights n, each ≥ 0
 * @returns null where the rows do not tell the columns apart
 */
export function weightedFit(
  design: readonly (readonly number[])[],
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
): WeightedFit | null {
  const width = design[0]?.length ?? 0;
  if (width === 0) return null;
  const gram = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  const moment = new Array<number>(width).fill(0);
  design.forEach((row, at) => {
    const weight = weights[at]!;
    for (let a = 0; a < width; a++) {
      const part = weight * row[a]!;
      moment[a]! += part * values[at]!;
      for (let b = 0; b < width; b++) gram[a]![b]! += part * row[b]!;
    }
  });
  const inverse = invert(gram);
  if (inverse === null) return null;
  const coefficients = inverse.map((row) => row.reduce((sum, value, at) => sum + value * moment[at]!, 0));
  const residuals = Float64Array.from(
    design,
    (row, at) => values[at]! - row.reduce((sum, value, column) => sum + value * coefficients[column]!, 0),
  );
  return { coefficients, inverse, residuals };
}

/**
 * Standard error of one coefficient when rows of one cluster are alike (CR1).
 * @param clusters n, from `toClusters`
 * @see Liang & Zeger 1986, doi:10.1093/biomet/73.1.13; the small-sample factor as in Cameron & Miller 2015, doi:10.3368/jhr.50.2.317
 */
export function clusteredError(
  { inverse, residuals }: WeightedFit,
  design: readonly (readonly number[])[],
  weights: ArrayLike<number>,
  clusters: ArrayLike<number>,
  column: number,
): number {
  const direction = inverse[column]!;
  const sums = new Map<number, number>();
  let rows = 0;
  design.forEach((row, at) => {
    if (weights[at] === 0) return;
    rows += 1;
    const along = row.reduce((sum, value, k) => sum + value * direction[k]!, 0);
    const cluster = clusters[at]!;
    sums.set(cluster, (sums.get(cluster) ?? 0) + weights[at]! * along * residuals[at]!);
  });
  let total = 0;
  for (const sum of sums.values()) total += sum * sum;
  const count = sums.size;
  const width = direction.length;
  if (count < 2 || rows <= width) return Number.POSITIVE_INFINITY;
  return Math.sqrt(total * (count / (count - 1)) * ((rows - 1) / (rows - width)));
}
