import type { TrainingData } from "@/lib/core/training/training-data";

/** One side of a pair's grid: which cell each bin falls into. */
export interface GridSide {
  readonly cells: number;
  /** Bin → cell. */
  readonly cellOf: Uint8Array;
}

const MINIMUM_LEVEL_ROWS = 200;

/**
 * Coarsens a feature for pairs: a number's bins into cells of about equal mass, "not recorded" in cell 0; a
 * category's most frequent levels one cell each ("not recorded" counts as one), all others together in cell 0.
 *
 * @param rows row indices whose frequencies decide
 */
export function gridSide(data: TrainingData, feature: number, rows: Uint32Array, most: number): GridSide {
  const { kind, count: bins } = data.bins[feature]!;
  const column = data.columns.at(-1)![feature]!;
  const counts = new Float64Array(bins);
  for (const row of rows) counts[column[row]!]!++;
  const cellOf = new Uint8Array(bins);
  if (kind === "categorical") {
    const frequent = Array.from(counts.keys())
      .filter((bin) => counts[bin]! >= MINIMUM_LEVEL_ROWS)
      .sort((a, b) => counts[b]! - counts[a]! || a - b)
      .slice(0, most - 1);
    for (const [index, bin] of frequent.entries()) cellOf[bin] = index + 1;
    return { cells: frequent.length + 1, cellOf };
  }
  let cell = 1;
  let mass = 0;
  for (let bin = 1; bin < bins; bin++) {
    if (mass >= rows.length / most && cell < most - 1) {
      cell++;
      mass = 0;
    }
    cellOf[bin] = cell;
    mass += counts[bin]!;
  }
  return { cells: cell + 1, cellOf };
}

/** A pair of features by index, lower first, with its grid. */
export interface PairGrid {
  readonly features: readonly [number, number];
  readonly sides: readonly [GridSide, GridSide];
}

/** Cell of each position: side a's cell × side b's cells + side b's cell. */
export function pairCells({ sides: [a, b] }: PairGrid, columnA: Uint8Array, columnB: Uint8Array): Uint16Array {
  const cells = new Uint16Array(columnA.length);
  for (let i = 0; i < cells.length; i++) cells[i] = a.cellOf[columnA[i]!]! * b.cells + b.cellOf[columnB[i]!]!;
  return cells;
}
