/** Rows in one INSERT. A statement holds 65,535 values at most: more fails whole, every time it is tried. */
const ROWS_AT_ONCE = 1000;

/** Rows in their order, as many at a time as one INSERT may hold (of tables with up to 65 columns). */
export function* inPortions<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) yield rows.slice(from, from + ROWS_AT_ONCE);
}
