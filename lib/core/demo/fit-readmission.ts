import type { HospitalFit } from "@/lib/core/demo/hospital-fit";

/** A column of level indices, one per stay. */
export interface LevelColumn {
  readonly name: string;
  readonly levels: readonly string[];
  readonly values: Uint16Array;
}

/**
 * Logistic regression of a 0/1 outcome on every level of every column (one-hot, ridge), by diagonal Newton steps.
 * @param outcome 0 or 1 per stay
 * @returns rate, intercept and coefficients in log-odds, rounded to 3 decimals
 */
export function fitReadmission(columns: readonly LevelColumn[], outcome: Uint8Array): HospitalFit["readmission"] {
  const n = outcome.length;
  const rate = outcome.reduce((sum, y) => sum + y, 0) / n;
  const ridge = 30;
  let intercept = Math.log(rate / (1 - rate));
  const weights = columns.map((column) => new Float64Array(column.levels.length));
  const logit = new Float64Array(n).fill(intercept);
  for (let round = 0; round < 40; round++) {
    let shiftGradient = 0;
    let shiftCurvature = 0;
    for (let i = 0; i < n; i++) {
      const p = 1 / (1 + Math.exp(-(logit[i] ?? 0)));
      shiftGradient += (outcome[i] ?? 0) - p;
      shiftCurvature += p * (1 - p);
    }
    const shift = shiftGradient / shiftCurvature;
    intercept += shift;
    for (let i = 0; i < n; i++) logit[i] = (logit[i] ?? 0) + shift;
    columns.forEach((column, c) => {
      const own = weights[c] as Float64Array;
      const gradient = new Float64Array(own.length);
      const curvature = new Float64Array(own.length);
      for (let i = 0; i < n; i++) {
        const level = column.values[i] ?? 0;
        const p = 1 / (1 + Math.exp(-(logit[i] ?? 0)));
        gradient[level] = (gradient[level] ?? 0) + (outcome[i] ?? 0) - p;
        curvature[level] = (curvature[level] ?? 0) + p * (1 - p);
      }
      const step = own.map((w, level) => ((gradient[level] ?? 0) - ridge * w) / ((curvature[level] ?? 0) + ridge));
      for (let level = 0; level < own.length; level++) own[level] = (own[level] ?? 0) + (step[level] ?? 0);
      for (let i = 0; i < n; i++) logit[i] = (logit[i] ?? 0) + (step[column.values[i] ?? 0] ?? 0);
    });
  }
  const round3 = (x: number): number => Math.round(x * 1000) / 1000;
  return {
    rate: Math.round(rate * 1e5) / 1e5,
    intercept: round3(intercept),
    coefficients: Object.fromEntries(
      columns.map((column, c) => [
        column.name,
        Object.fromEntries(column.levels.map((level, i) => [level, round3(weights[c]?.[i] ?? 0)])),
      ]),
    ),
  };
}
