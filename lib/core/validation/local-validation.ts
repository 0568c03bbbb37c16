import { brierScore, expectedCalibrationError } from "@/lib/core/evaluation/calibration";
import { decisionCurve, type Strategy } from "@/lib/core/evaluation/decision-curve";
import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";
import { chanceFrom } from "@/lib/core/training/chance";
import {
  aurocFigure,
  calibrationCurve,
  calibrationFigures,
  measureGroups,
  toColumns,
  withIntervals,
} from "@/lib/core/validation/measure";
import { isProspective, type ValidationInput, type ValidationRow } from "@/lib/core/validation/validation-input";
import type { LocalValidationReport, OperatingPointResult } from "@/lib/core/validation/validation-report";
import { cautionsOf, judge } from "@/lib/core/validation/verdict-rules";

/** Fixed, so that the same outcomes always give the same report. */
const SEED = 20_260;
const RESAMPLES = 1000;
const GROUP_RESAMPLES = 200;

/** 5 % to 40 % by whole percents: from calling nearly everybody to calling only those likely to come back. */
const THRESHOLDS = Array.from({ length: 36 }, (_, step) => (step + 5) / 100);

/** From these points up a published score says "call". @see score-band.ts */
const LACE_HIGH = 10;
const HOSPITAL_INTERMEDIATE = 5;
const HOSPITAL_HIGH = 7;

/** Points that are certain: what was not recorded counts for nothing, as where these scores are worked out by hand. */
const lacePoints = ({ lace }: ValidationRow): number => lace?.low ?? 0;
const hospitalPoints = ({ hospital }: ValidationRow): number => hospital?.low ?? 0;

function strategies(rows: readonly ValidationRow[]): Strategy[] {
  const lace = rows.map(lacePoints);
  const hospital = rows.map(hospitalPoints);
  return [
    { name: "model", label: "Model", chooses: (row, threshold) => (rows[row]?.probability ?? 0) >= threshold },
    { name: "lace", label: "LACE ≥ 10", chooses: (row) => (lace[row] ?? 0) >= LACE_HIGH },
    {
      name: "hospital-intermediate",
      label: "HOSPITAL ≥ 5",
      chooses: (row) => (hospital[row] ?? 0) >= HOSPITAL_INTERMEDIATE,
    },
    { name: "hospital-high", label: "HOSPITAL ≥ 7", chooses: (row) => (hospital[row] ?? 0) >= HOSPITAL_HIGH },
    { name: "everyone", label: "Call everyone", chooses: () => true },
    { name: "nobody", label: "Call nobody", chooses: () => false },
  ];
}

function operatingPoint(
  name: string,
  from: number,
  rows: readonly ValidationRow[],
  flags: (row: ValidationRow) => boolean,
): OperatingPointResult {
  const flagged = rows.filter(flags);
  const readmitted = flagged.reduce((sum, { outcome }) => sum + outcome, 0);
  const all = rows.reduce((sum, { outcome }) => sum + outcome, 0);
  return {
    name,
    from,
    flagged: flagged.length,
    readmitted,
    flaggedShare: rows.length === 0 ? null : flagged.length / rows.length,
    yield: {
      value: flagged.length === 0 ? null : readmitted / flagged.length,
      ci95: wilsonInterval(readmitted, flagged.length),
    },
    found: all === 0 ? null : readmitted / all,
  };
}

function compare(rows: readonly ValidationRow[], random: () => number) {
  const compared = rows.filter(({ lace, hospital }) => lace !== null && hospital !== null);
  const { probabilities, labels, patients } = toColumns(compared);
  const own = aurocFigure(probabilities, labels);
  const lace = aurocFigure(compared.map(lacePoints), labels);
  const hospital = aurocFigure(compared.map(hospitalPoints), labels);
  const above = (other: typeof own) => (weights: Uint16Array) => {
    const [mine, theirs] = [own(weights), other(weights)];
    return mine === null || theirs === null ? null : mine - theirs;
  };
  const figures = { lace, hospital, aboveLace: above(lace), aboveHospital: above(hospital) };
  const isRange = (score: ValidationRow["lace"]): boolean => score !== null && score.low !== score.high;
  return {
    ...withIntervals(patients, figures, random, RESAMPLES),
    comparedStays: compared.length,
    incompleteScores: {
      lace: compared.filter((row) => isRange(row.lace)).length,
      hospital: compared.filter((row) => isRange(row.hospital)).length,
    },
  };
}

/**
 * A local validation of one model version over stays whose outcome is known: who was analysed, how well the model tells
 * them apart and how right its numbers are, by group, and what calling by it would have been worth. The same input
 * gives the same report. Never throws: what the rows do not define is null.
 *
 * @see Collins et al. 2024 (TRIPOD+AI), doi:10.1136/bmj-2023-078378
 */
export function localValidation({ model, at, rows, attrition, simulated }: ValidationInput): LocalValidationReport {
  const random = chanceFrom(SEED);
  const columns = toColumns(rows);
  const { probabilities, labels, patients } = columns;
  const readmissions = labels.reduce((sum, label) => sum + label, 0);
  const rate = readmissions / rows.length;
  const times = rows.map(({ dischargedAt }) => dischargedAt).sort();
  const { "very-high": veryHigh, high, moderate } = model.operatingPoints;
  const own = { auroc: aurocFigure(probabilities, labels) };
  const measured = {
    schemaVersion: 1 as const,
    model,
    at,
    simulated,
    period: times.length === 0 ? null : { from: times[0] ?? at, to: times.at(-1) ?? at },
    attrition,
    stays: rows.length,
    patients: new Set(rows.map(({ patientId }) => patientId)).size,
    readmissions,
    died: rows.filter(({ died }) => died).length,
    discrimination: { ...withIntervals(patients, own, random, RESAMPLES), ...compare(rows, random) },
    calibration: {
      ...calibrationFigures(columns, random, RESAMPLES),
      ece: rows.length === 0 ? null : expectedCalibrationError(probabilities, labels),
      curve: calibrationCurve(columns),
    },
    brier: rows.length === 0 ? null : brierScore(probabilities, labels),
    brierOfRate: rows.length === 0 ? null : rate * (1 - rate),
    decision: decisionCurve(labels, strategies(rows), THRESHOLDS),
    operatingPoints: [
      operatingPoint("Model, very high", veryHigh, rows, ({ probability }) => probability >= veryHigh),
      operatingPoint("Model, high and above", high, rows, ({ probability }) => probability >= high),
      operatingPoint("Model, moderate and above", moderate, rows, ({ probability }) => probability >= moderate),
      operatingPoint("LACE ≥ 10", LACE_HIGH, rows, (row) => lacePoints(row) >= LACE_HIGH),
      operatingPoint("HOSPITAL ≥ 7", HOSPITAL_HIGH, rows, (row) => hospitalPoints(row) >= HOSPITAL_HIGH),
      operatingPoint(
        "HOSPITAL ≥ 5",
        HOSPITAL_INTERMEDIATE,
        rows,
        (row) => hospitalPoints(row) >= HOSPITAL_INTERMEDIATE,
      ),
    ],
    timing: measureGroups(
      rows,
      (row) => ({ Stored: isProspective(row) ? "in time" : "in hindsight" }),
      random,
      GROUP_RESAMPLES,
    ),
    views: measureGroups(rows, ({ view }) => ({ View: view }), random, GROUP_RESAMPLES),
    subgroups: measureGroups(rows, ({ subgroups }) => subgroups, random, GROUP_RESAMPLES),
    bootstrap: { resamples: RESAMPLES, seed: SEED },
  };
  return { ...measured, ...judge(measured), cautions: cautionsOf(measured) };
}
