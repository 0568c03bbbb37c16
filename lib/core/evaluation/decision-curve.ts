/** A way of choosing whom to call: at a threshold (0–1), which rows are chosen. */
export interface Strategy {
  readonly name: string;
  readonly label: string;
  readonly chooses: (row: number, threshold: number) => boolean;
}

export interface NetBenefitCurve {
  readonly name: string;
  readonly label: string;
  /** In true positives per row, one for each threshold. */
  readonly netBenefit: readonly number[];
}

export interface DecisionCurve {
  /** 0–1, ascending. */
  readonly thresholds: readonly number[];
  readonly curves: readonly NetBenefitCurve[];
}

/**
 * Net benefit of choosing rows: true positives less the false positives that a threshold says are worth one, per row.
 * 0 of no rows.
 *
 * @param threshold probability (0–1, below 1) at which one would just act: a call too many weighs t / (1 − t) of one missed
 * @see Vickers & Elkin 2006, doi:10.1177/0272989X06295361
 */
export function netBenefit(labels: ArrayLike<number>, chosen: (row: number) => boolean, threshold: number): number {
  let right = 0;
  let wrong = 0;
  for (let row = 0; row < labels.length; row++) {
    if (!chosen(row)) continue;
    if (labels[row]! > 0) right++;
    else wrong++;
  }
  return labels.length === 0 ? 0 : (right - (wrong * threshold) / (1 - threshold)) / labels.length;
}

/** Net benefit of several strategies over thresholds. */
export function decisionCurve(
  labels: ArrayLike<number>,
  strategies: readonly Strategy[],
  thresholds: readonly number[],
): DecisionCurve {
  return {
    thresholds,
    curves: strategies.map(({ name, label, chooses }) => ({
      name,
      label,
      netBenefit: thresholds.map((threshold) => netBenefit(labels, (row) => chooses(row, threshold), threshold)),
    })),
  };
}
