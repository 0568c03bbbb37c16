import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";
import {
  binnedAuprc,
  binnedAuroc,
  binnedBrier,
  binnedCalibrationLine,
  binnedCurve,
} from "@/lib/core/monitoring/binned-figures";
import type { DischargeDay } from "@/lib/core/monitoring/discharge-day";
import { estimatePerformance } from "@/lib/core/monitoring/estimate-performance";
import { type CalibrationMap, fitIsotonic } from "@/lib/core/monitoring/isotonic";
import type { PerformanceChunk, RealisedPerformance } from "@/lib/core/monitoring/monitoring-report";
import { observedExpectedInterval } from "@/lib/core/monitoring/observed-expected";
import { ascending, type ScoreBins, sumScoreBins, totalsOf } from "@/lib/core/monitoring/score-bins";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

/** A chunk is told of when so much of it has matured: those readmitted early are known first, and would be too many. */
const MATURED_SHARE = 0.9;
const CHUNK_DAYS = 28;
/** Fewer outcomes or events do not bend a calibration curve. */
const LEAST_TO_CALIBRATE = { outcomes: 1000, events: 100 } as const;
const Z = 1.959963984540054;

/**
 * 95 % interval of an AUROC from its value and the sizes of both classes.
 * @see Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747
 */
export function aurocIntervalOf(auroc: number, events: number, others: number): Interval {
  const q1 = auroc / (2 - auroc);
  const q2 = (2 * auroc ** 2) / (1 + auroc);
  const variance =
    (auroc * (1 - auroc) + (events - 1) * (q1 - auroc ** 2) + (others - 1) * (q2 - auroc ** 2)) / (events * others);
  const half = Z * Math.sqrt(Math.max(0, variance));
  return [Math.max(0, auroc - half), Math.min(1, auroc + half)];
}

/** What became of scored stays. */
function realisedOf(bins: ScoreBins): RealisedPerformance {
  const { n, events, expected } = totalsOf(bins);
  const auroc = binnedAuroc(bins);
  return {
    stays: n,
    events,
    auroc,
    aurocCi95: auroc === null ? null : aurocIntervalOf(auroc, events, n - events),
    auprc: binnedAuprc(bins),
    brier: binnedBrier(bins),
    observedExpected: expected > 0 ? events / expected : null,
    observedExpectedCi95: observedExpectedInterval(events, expected),
    slope: binnedCalibrationLine(bins)?.slope ?? null,
  };
}

/** How probabilities turned out, where enough outcomes are known to say; null otherwise: they are taken at their word. */
export function calibrationMapOf(bins: ScoreBins): CalibrationMap | null {
  const { n, events } = totalsOf(bins);
  if (n < LEAST_TO_CALIBRATE.outcomes || events < LEAST_TO_CALIBRATE.events) return null;
  return fitIsotonic(ascending(bins).map((bin) => ({ score: bin.expected / bin.n, n: bin.n, events: bin.events })));
}

/**
 * Four weeks of discharges at a time: what was to be expected of the model, and what came of it once it is known.
 * @param days ascending
 * @param map how probabilities turned out in the reference (`calibrationMapOf`)
 */
export function performanceChunks(days: readonly DischargeDay[], map: CalibrationMap | null): PerformanceChunk[] {
  const first = days[0];
  if (first === undefined) return [];
  const chunkOf = (day: string): number =>
    Math.floor((Date.parse(day) - Date.parse(first.day)) / (86_400_000 * CHUNK_DAYS));
  const chunks = new Map<number, DischargeDay[]>();
  for (const day of days) chunks.set(chunkOf(day.day), [...(chunks.get(chunkOf(day.day)) ?? []), day]);
  return [...chunks.values()].map((own) => {
    const scored = sumScoreBins(own.map((day) => day.scored));
    const matured = sumScoreBins(own.map((day) => day.matured));
    const stays = totalsOf(scored).n;
    const isKnown = totalsOf(matured).n >= MATURED_SHARE * stays;
    return {
      from: own[0]!.day,
      to: own.at(-1)!.day,
      stays,
      hindsight: own.reduce((sum, { hindsight }) => sum + hindsight, 0),
      estimated: estimatePerformance(scored, map),
      realised: isKnown ? realisedOf(matured) : null,
    };
  });
}

/** Deciles of probability with what was observed in each. */
export function calibrationCurveOf(days: readonly DischargeDay[]): CalibrationPoint[] {
  return binnedCurve(sumScoreBins(days.map(({ matured }) => matured))).map(({ n, expected, events }) => ({
    n,
    expected: expected / n,
    readmitted: events,
    observed: events / n,
    ci95: wilsonInterval(events, n),
  }));
}
