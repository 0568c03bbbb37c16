import {
  calibrationBins,
  calibrationLine,
  expectedCalibrationError,
  fitLogitLine,
  observedOverExpected,
  toLogit,
} from "@/lib/core/evaluation/calibration";
import { bootstrapIntervals, toClusters, type WeightedFigure } from "@/lib/core/evaluation/cluster-bootstrap";
import { orderByScore, weightedAuroc } from "@/lib/core/evaluation/discrimination";
import { MINIMUM_CELL } from "@/lib/core/evaluation/evaluation-report";
import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";
import type { ValidationRow } from "@/lib/core/validation/validation-input";
import type { CalibrationPoint, Figure, GroupResult } from "@/lib/core/validation/validation-report";

const NONE: Figure = { value: null, ci95: null };

export interface Columns {
  readonly probabilities: Float64Array;
  readonly labels: Uint8Array;
  /** Cluster number of each row. */
  readonly patients: Uint32Array;
}

export function toColumns(rows: readonly ValidationRow[]): Columns {
  return {
    probabilities: Float64Array.from(rows, ({ probability }) => probability),
    labels: Uint8Array.from(rows, ({ outcome }) => outcome),
    patients: toClusters(rows.map(({ patientId }) => patientId)),
  };
}

/** AUROC as a figure of weighted rows, its order made once. */
export function aurocFigure(scores: ArrayLike<number>, labels: ArrayLike<number>): WeightedFigure {
  const order = orderByScore(scores);
  return (weights) => weightedAuroc(order, scores, labels, weights);
}

const onceEach = (n: number): Uint16Array => new Uint16Array(n).fill(1);

/** Values and intervals of several figures on the same resamples of patients. */
export function withIntervals<Name extends string>(
  patients: Uint32Array,
  figures: Readonly<Record<Name, WeightedFigure>>,
  random: () => number,
  resamples: number,
): Record<Name, Figure> {
  const once = onceEach(patients.length);
  const intervals = bootstrapIntervals(patients, figures, random, resamples);
  const names = Object.keys(figures) as Name[];
  return Object.fromEntries(
    names.map((name) => [name, { value: figures[name](once), ci95: intervals[name] }]),
  ) as Record<Name, Figure>;
}

/** O/E, slope and intercept with intervals. */
export function calibrationFigures(
  { probabilities, labels, patients }: Columns,
  random: () => number,
  resamples: number,
) {
  const logits = Float64Array.from(probabilities, toLogit);
  const whole = calibrationLine(probabilities, labels) ?? undefined;
  const line = (weights: Uint16Array) => fitLogitLine(logits, labels, weights, whole);
  // One line serves both figures of a resample: the intercept is asked for right after the slope.
  let last: ReturnType<typeof line> = null;
  const figures = {
    oe: (weights: Uint16Array) => observedOverExpected(probabilities, labels, weights),
    slope: (weights: Uint16Array) => {
      last = line(weights);
      return last?.slope ?? null;
    },
    intercept: () => last?.intercept ?? null,
  };
  return withIntervals(patients, figures, random, resamples);
}

/** Deciles of probability with what was observed in each. */
export function calibrationCurve({ probabilities, labels }: Columns): CalibrationPoint[] {
  return calibrationBins(probabilities, labels).map(({ n, expected, observed }) => {
    const readmitted = Math.round(observed * n);
    return { n, expected, readmitted, observed, ci95: wilsonInterval(readmitted, n) };
  });
}

/** Discrimination and calibration of one group; unjudged below the minimum cell. */
export function measureGroup(
  group: { readonly variable: string; readonly level: string },
  rows: readonly ValidationRow[],
  random: () => number,
  resamples: number,
): GroupResult {
  const { probabilities, labels, patients } = toColumns(rows);
  const readmissions = labels.reduce((sum, label) => sum + label, 0);
  const found = { ...group, n: rows.length, readmissions };
  if (rows.length < MINIMUM_CELL.rows || readmissions < MINIMUM_CELL.positives)
    return { ...found, auroc: NONE, oe: NONE, ece: null };
  const figures = withIntervals(
    patients,
    {
      auroc: aurocFigure(probabilities, labels),
      oe: (weights: Uint16Array) => observedOverExpected(probabilities, labels, weights),
    },
    random,
    resamples,
  );
  return { ...found, ...figures, ece: expectedCalibrationError(probabilities, labels) };
}

/** Every level of every variable that `levelsOf` names, by variable in the order given and then by level. */
export function measureGroups(
  rows: readonly ValidationRow[],
  levelsOf: (row: ValidationRow) => Readonly<Record<string, string>>,
  random: () => number,
  resamples: number,
): GroupResult[] {
  const groups = new Map<string, Map<string, ValidationRow[]>>();
  for (const row of rows) {
    for (const [variable, level] of Object.entries(levelsOf(row))) {
      const levels = groups.get(variable) ?? new Map<string, ValidationRow[]>();
      groups.set(variable, levels);
      const group = levels.get(level) ?? [];
      levels.set(level, group);
      group.push(row);
    }
  }
  const text = new Intl.Collator("en", { numeric: true });
  return [...groups].flatMap(([variable, levels]) =>
    [...levels]
      .sort(([a], [b]) => text.compare(a, b))
      .map(([level, group]) => measureGroup({ variable, level }, group, random, resamples)),
  );
}
