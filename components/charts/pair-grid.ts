/** One side of a grid: a range of numbers or some levels, in words. */
export interface GridSide {
  readonly title: string;
  readonly cells: readonly { readonly label: string; readonly isCurrent: boolean }[];
}

/** What the model adds for every combination of two features' values, ready to show. All in log-odds. */
export interface PairGrid {
  readonly rows: GridSide;
  readonly columns: GridSide;
  /** Row-major, rows × columns. */
  readonly added: readonly number[];
}
