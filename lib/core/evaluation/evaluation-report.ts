import {
  brierScore,
  calibrationLine,
  expectedCalibrationError,
  logLoss,
  observedOverExpected,
} from "@/lib/core/evaluation/calibration";
import { aurocInterval, type Interval, toClusters } from "@/lib/core/evaluation/cluster-bootstrap";
import { auprc, auroc } from "@/lib/core/evaluation/discrimination";

/** A subgroup is judged only where both its rows and its events are enough to say anything. */
export const MINIMUM_CELL = { rows: 100, positives: 20 } as const;

export interface EvaluationRow {
  readonly patient: string;
  readonly probability: number;
  readonly label: 0 | 1;
  /** Variable → level, e.g. sex → female. */
  readonly subgroups: Readonly<Record<string, string>>;
}

export interface SubgroupResult {
  readonly variable: string;
  readonly level: string;
  readonly n: number;
  readonly positives: number;
  readonly auroc: number | null;
  readonly aurocCi95: Interval | null;
  readonly ece: number | null;
  readonly oe: number | null;
}

export interface EvaluationReport {
  readonly n: number;
  readonly positives: number;
  /** Rows left out, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  readonly auroc: number | null;
  readonly aurocCi95: Interval | null;
  readonly auprc: number | null;
  readonly brier: number | null;
  readonly logLoss: number | null;
  readonly ece: number | null;
  readonly calibrationSlope: number | null;
  readonly calibrationIntercept: number | null;
  readonly subgroups: readonly SubgroupResult[];
}

const columns = (rows: readonly EvaluationRow[]) => ({
  probabilities: Float64Array.from(rows, ({ probability }) => probability),
  labels: Uint8Array.from(rows, ({ label }) => label),
  patients: toClusters(rows.map(({ patient }) => patient)),
});

function subgroupResult(
  variable: string,
  level: string,
  rows: readonly EvaluationRow[],
  random: () => number,
): SubgroupResult {
  const positives = rows.reduce((sum, { label }) => sum + label, 0);
  const group = { variable, level, n: rows.length, positives };
  if (rows.length < MINIMUM_CELL.rows || positives < MINIMUM_CELL.positives) {
    return { ...group, auroc: null, aurocCi95: null, ece: null, oe: null };
  }
  const { probabilities, labels, patients } = columns(rows);
  return {
    ...group,
    auroc: auroc(probabilities, labels),
    aurocCi95: aurocInterval(probabilities, labels, patients, random),
    ece: expectedCalibrationError(probabilities, labels),
    oe: observedOverExpected(probabilities, labels),
  };
}

/**
 * Discrimination and calibration of scored rows, overall and by subgroup. Metrics of an empty set are null.
 *
 * @param excluded rows left out before scoring, counted by reason
 * @param random uniform draws in [0, 1) for the bootstrap
 */
export function evaluateRows(
  rows: readonly EvaluationRow[],
  excluded: Readonly<Record<string, number>>,
  random: () => number,
): EvaluationReport {
  const { probabilities, labels, patients } = columns(rows);
  const line = calibrationLine(probabilities, labels);
  const some = rows.length > 0;
  const groups = new Map<string, { variable: string; level: string; rows: EvaluationRow[] }>();
  for (const row of rows) {
    for (const [variable, level] of Object.entries(row.subgroups)) {
      const key = `${variable}\u0000${level}`;
      const group = groups.get(key);
      if (group) group.rows.push(row);
      else groups.set(key, { variable, level, rows: [row] });
    }
  }
  return {
    n: rows.length,
    positives: labels.reduce((sum, label) => sum + label, 0),
    excluded,
    auroc: auroc(probabilities, labels),
    aurocCi95: some ? aurocInterval(probabilities, labels, patients, random) : null,
    auprc: auprc(probabilities, labels),
    brier: some ? brierScore(probabilities, labels) : null,
    logLoss: some ? logLoss(probabilities, labels) : null,
    ece: some ? expectedCalibrationError(probabilities, labels) : null,
    calibrationSlope: line?.slope ?? null,
    calibrationIntercept: line?.intercept ?? null,
    subgroups: [...groups.values()]
      .sort((a, b) => a.variable.localeCompare(b.variable) || a.level.localeCompare(b.level))
      .map((group) => subgroupResult(group.variable, group.level, group.rows, random)),
  };
}
