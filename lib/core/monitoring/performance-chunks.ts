import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { MINIMUM_CELL } from "@/lib/core/evaluation/evaluation-report";
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
import { ascending, type ScoreBins, sumScoreBins, totalsOf } from "@/lib/core/monitoring/score-bins";
import { Z95 } from "@/lib/core/statistics/normal";
import { observedExpectedInterval } from "@/lib/core/statistics/observed-expected";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

/** A chunk is told of when so much of it has matured: those readmitted early are known first, and would be too many. */
const MATURED_SHARE = 0.9;
const CHUNK_DAYS = 28;
/** Fewer outcomes or events do not bend a calibration curve. */
const LEAST_TO_CALIBRATE = { outcomes: 1000, events: 100 } as const;

/** @see Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747 */
function aurocVariance(auroc: number, events: number, others: number): number {
  const q1 = auroc / (2 - auroc);
  const q2 = (2 * auroc ** 2) / (1 + auroc);
  const sum = auroc * (1 - auroc) + (events - 1) * (q1 - auroc ** 2) + (others - 1) * (q2 - auroc ** 2);
  return Math.max(0, sum) / (events * others);
}

/**
 * 95 % interval of an AUROC from its value and the sizes of both classes: every value that is not 1.96 of its own
 * standard errors away, so that a perfect one is not certain.
 * @see Newcombe 2006, doi:10.1002/sim.2324
 */
export function aurocIntervalOf(auroc: number, events: number, others: number): Interval {
  const isWithin = (value: number): boolean =>
    Math.abs(auroc - value) <= Z95 * Math.sqrt(aurocVariance(value, events, others));
  const edge = (bound: number): number => {
    let [inside, outside] = [auroc, bound];
    if (isWithin(bound)) return bound;
    for (let step = 0; step < 40; step++) {
      const middle = (inside + outside) / 2;
      if (isWithin(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return [edge(0), edge(1)];
}

/** Whether there are enough of both to say anything of a model. */
const isEnough = (rows: number, events: number): boolean =>
  rows >= MINIMUM_CELL.rows && events >= MINIMUM_CELL.positives && rows - events >= MINIMUM_CELL.positives;

/** What is to be expected of the model among scored stays; nothing where they, or the events expected, are too few. */
function estimatedOf(bins: ScoreBins, map: CalibrationMap | null): PerformanceChunk["estimated"] {
  const { n } = totalsOf(bins);
  const { events, ...figures } = estimatePerformance(bins, map);
  if (!isEnough(n, events) || figures.auroc === null) return { auroc: null, aurocCi95: null, auprc: null, brier: null };
  return { ...figures, aurocCi95: aurocIntervalOf(figures.auroc, events, n - events) };
}

/** What became of scored stays. */
function realisedOf(bins: ScoreBins): RealisedPerformance {
  const { n, events, expected } = totalsOf(bins);
  const isKnown = isEnough(n, events);
  const auroc = isKnown ? binnedAuroc(bins) : null;
  return {
    stays: n,
    events,
    auroc,
    aurocCi95: auroc === null ? null : aurocIntervalOf(auroc, events, n - events),
    auprc: isKnown ? binnedAuprc(bins) : null,
    brier: isKnown ? binnedBrier(bins) : null,
    observedExpected: expected > 0 ? events / expected : null,
    observedExpectedCi95: observedExpectedInterval(events, expected),
    slope: (isKnown && binnedCalibrationLine(bins)?.slope) || null,
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
      estimated: estimatedOf(scored, map),
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
