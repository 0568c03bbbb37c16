import {
  brierScore,
  expectedCalibrationError,
  fitLogitLine,
  logLoss,
  observedOverExpected,
  toLogit,
} from "@/lib/core/evaluation/calibration";
import { toClusters, type WeightedFigure } from "@/lib/core/evaluation/cluster-bootstrap";
import { netBenefit } from "@/lib/core/evaluation/decision-curve";
import { HOSPITAL_CALLS_FROM, LACE_CALLS_FROM } from "@/lib/core/gates/gate-bars";
import type { GateInput, HoldOutRow } from "@/lib/core/gates/gate-input";
import type { Comparison, VersionMeasures } from "@/lib/core/gates/gate-report";
import { aurocFigure, calibrationCurve, withIntervals } from "@/lib/core/validation/measure";
import type { Figure } from "@/lib/core/validation/validation-report";

/** A stay both versions scored. */
export type ScoredRow = HoldOutRow & { readonly champion: number; readonly candidate: number };

export function bothScored(rows: readonly HoldOutRow[]): ScoredRow[] {
  return rows.filter((row): row is ScoredRow => row.champion !== null && row.candidate !== null);
}

/** Mean of one value a row as a figure of weighted rows; null of no rows. */
function meanFigure(values: Float64Array): WeightedFigure {
  return (weights) => {
    let sum = 0;
    let n = 0;
    for (let i = 0; i < values.length; i++) {
      sum += weights[i]! * values[i]!;
      n += weights[i]!;
    }
    return n === 0 ? null : sum / n;
  };
}

function slopeFigure(probabilities: Float64Array, labels: Uint8Array): WeightedFigure {
  const logits = Float64Array.from(probabilities, toLogit);
  const whole = fitLogitLine(logits, labels) ?? undefined;
  return (weights) => fitLogitLine(logits, labels, weights, whole)?.slope ?? null;
}

/** A figure of each version, and their difference: asked for after both in every resample, it measures neither again. */
function paired(champion: WeightedFigure, candidate: WeightedFigure) {
  let last: readonly [theirs: number | null, mine: number | null] = [null, null];
  return {
    champion: (weights: Uint16Array) => {
      last = [champion(weights), null];
      return last[0];
    },
    candidate: (weights: Uint16Array) => {
      last = [last[0], candidate(weights)];
      return last[1];
    },
    difference: () => (last[0] === null || last[1] === null ? null : last[1] - last[0]),
  };
}

/** The negative log-likelihood of each row, in nats. */
function losses(probabilities: Float64Array, labels: Uint8Array): Float64Array {
  return Float64Array.from(probabilities, (p, row) => logLoss([p], [labels[row]!]));
}

/**
 * Both versions on the stays both scored, with differences on the same resamples of whole patients.
 *
 * @param random uniform draws in [0, 1)
 */
export function compareVersions(
  all: readonly HoldOutRow[],
  { champion, candidate }: Pick<GateInput, "champion" | "candidate">,
  random: () => number,
  resamples: number,
): Comparison {
  const rows = bothScored(all);
  const labels = Uint8Array.from(rows, ({ outcome }) => outcome);
  const patients = toClusters(rows.map(({ patientId }) => patientId));
  const said = {
    champion: Float64Array.from(rows, (row) => row.champion),
    candidate: Float64Array.from(rows, (row) => row.candidate),
  };
  const auroc = paired(aurocFigure(said.champion, labels), aurocFigure(said.candidate, labels));
  const loss = paired(meanFigure(losses(said.champion, labels)), meanFigure(losses(said.candidate, labels)));
  const figures = withIntervals(
    patients,
    {
      championAuroc: auroc.champion,
      candidateAuroc: auroc.candidate,
      aurocDifference: auroc.difference,
      championLogLoss: loss.champion,
      candidateLogLoss: loss.candidate,
      logLossDifference: loss.difference,
      championSlope: slopeFigure(said.champion, labels),
      candidateSlope: slopeFigure(said.candidate, labels),
      championOe: (weights: Uint16Array) => observedOverExpected(said.champion, labels, weights),
      candidateOe: (weights: Uint16Array) => observedOverExpected(said.candidate, labels, weights),
    },
    random,
    resamples,
  );
  const threshold = champion.operatingPoints.high;
  const some = rows.length > 0;
  const benefit = (chosen: (row: number) => boolean): number | null =>
    some ? netBenefit(labels, chosen, threshold) : null;
  const measuresOf = (which: "champion" | "candidate", own: { auroc: Figure; slope: Figure; oe: Figure }) => {
    const probabilities = said[which];
    const from = which === "champion" ? champion.operatingPoints.high : candidate.operatingPoints.high;
    return {
      ...own,
      logLoss: some ? logLoss(probabilities, labels) : null,
      brier: some ? brierScore(probabilities, labels) : null,
      ece: some ? expectedCalibrationError(probabilities, labels) : null,
      curve: calibrationCurve({ probabilities, labels, patients }),
      netBenefit: benefit((row) => probabilities[row]! >= threshold),
      calls: all.filter((row) => (row[which] ?? -1) >= from).length,
    } satisfies VersionMeasures;
  };
  return {
    stays: rows.length,
    readmissions: labels.reduce((sum, label) => sum + label, 0),
    champion: measuresOf("champion", {
      auroc: figures.championAuroc,
      slope: figures.championSlope,
      oe: figures.championOe,
    }),
    candidate: measuresOf("candidate", {
      auroc: figures.candidateAuroc,
      slope: figures.candidateSlope,
      oe: figures.candidateOe,
    }),
    aurocDifference: figures.aurocDifference,
    logLossDifference: figures.logLossDifference,
    workingThreshold: threshold,
    // What was not recorded counts for no points, as where these scores are worked out by hand.
    rivals: [
      {
        name: `LACE ≥ ${LACE_CALLS_FROM}`,
        netBenefit: benefit((row) => (rows[row]?.lace?.low ?? 0) >= LACE_CALLS_FROM),
      },
      {
        name: `HOSPITAL ≥ ${HOSPITAL_CALLS_FROM}`,
        netBenefit: benefit((row) => (rows[row]?.hospital?.low ?? 0) >= HOSPITAL_CALLS_FROM),
      },
      { name: "calling everyone", netBenefit: benefit(() => true) },
    ],
  };
}
