/** One value of a feature and what the model adds for it. All in log-odds; low to high is how far retraining would move it. */
export interface ShapePoint {
  /** Where it stands on the number line; for a category its rank in the list. */
  readonly x: number;
  readonly label: string;
  readonly added: number;
  readonly low: number;
  readonly high: number;
  readonly isCurrent: boolean;
}

/** What the model adds for every value of one feature, ready to draw and to read as a table. */
export interface ShapeFunction {
  readonly title: string;
  readonly kind: "line" | "bars";
  /** What stands under the number line. */
  readonly axis: string;
  readonly points: readonly ShapePoint[];
  /** Where this patient stands on the number line, inside the range marked as theirs; null where nowhere. */
  readonly patientAt: number | null;
  /** Values without a place on the number line: not recorded, not yet known. */
  readonly apart: readonly ShapePoint[];
}

/** Where the last range, which is open, ends on paper: as wide as the one before, so that it can be seen. */
export function endOf(points: readonly { readonly x: number }[]): number {
  const [before, last] = points.slice(-2);
  return before && last ? last.x + Math.max(1, last.x - before.x) : (before?.x ?? 0);
}

/** Log-odds with a real minus sign and two decimals, e.g. "+0.57". */
export function signedLogOdds(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return `${Number(text) === 0 ? "" : value > 0 ? "+" : "\u2212"}${text}`;
}
