/**
 * Cramér's V of two categorical columns, bias-corrected, 0 (independent) to 1.
 * @param a level index per row
 * @param b level index per row, same length
 * @see Bergsma 2013, "A bias-correction for Cramér's V and Tschuprow's T".
 */
export function cramersV(a: Uint16Array, b: Uint16Array, aLevels: number, bLevels: number): number {
  const n = a.length;
  const joint = new Float64Array(aLevels * bLevels);
  const rows = new Float64Array(aLevels);
  const columns = new Float64Array(bLevels);
  for (let i = 0; i < n; i++) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    joint[x * bLevels + y] = (joint[x * bLevels + y] ?? 0) + 1;
    rows[x] = (rows[x] ?? 0) + 1;
    columns[y] = (columns[y] ?? 0) + 1;
  }
  let chiSquare = 0;
  for (let x = 0; x < aLevels; x++) {
    for (let y = 0; y < bLevels; y++) {
      const expected = ((rows[x] ?? 0) * (columns[y] ?? 0)) / n;
      if (expected > 0) chiSquare += ((joint[x * bLevels + y] ?? 0) - expected) ** 2 / expected;
    }
  }
  const r = rows.filter((count) => count > 0).length;
  const c = columns.filter((count) => count > 0).length;
  if (r < 2 || c < 2) return 0;
  const phi = Math.max(0, chiSquare / n - ((r - 1) * (c - 1)) / (n - 1));
  const rCorrected = r - (r - 1) ** 2 / (n - 1);
  const cCorrected = c - (c - 1) ** 2 / (n - 1);
  return Math.sqrt(phi / Math.min(rCorrected - 1, cCorrected - 1));
}
