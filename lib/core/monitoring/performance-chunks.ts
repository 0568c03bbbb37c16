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
import { auprcIntervalOf, aurocIntervalOf, brierIntervalOf } from "@/lib/core/monitoring/figure-intervals";
import { type CalibrationMap, fitIsotonic } from "@/lib/core/monitoring/isotonic";
import type { PerformanceChunk, RealisedPerformance } from "@/lib/core/monitoring/monitoring-report";
import { ascending, type ScoreBin, type ScoreBins, sumScoreBins, totalsOf } from "@/lib/core/monitoring/score-bins";
import { observedExpectedInterval } from "@/lib/core/statistics/observed-expected";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

/** A chunk is told of when so much of it has matured: those readmitted early are known first, and would be too many. */
const MATURED_SHARE = 0.9;
const CHUNK_DAYS = 28;
/** Fewer outcomes or events do not bend a calibration curve. */
const LEAST_TO_CALIBRATE = { outcomes: 1000, events: 100 } as const;

/** Whether there are enough of both to say anything of a model. */
const isEnough = (rows: number, events: number): boolean =>
  rows >= MINIMUM_CELL.rows && events >= MINIMUM_CELL.positives && rows - events >= MINIMUM_CELL.positives;

/** How far chance alone moves figures of so many stays. @param events of each bin, in the same order */
function intervalsOf(
  { auroc, auprc, brier }: Pick<PerformanceChunk["estimated"], "auroc" | "auprc" | "brier">,
  rows: readonly ScoreBin[],
  events: readonly number[],
) {
  const all = events.reduce((sum, some) => sum + some, 0);
  const others = rows.reduce((sum, { n }) => sum + n, 0) - all;
  return {
    aurocCi95: auroc === null ? null : aurocIntervalOf(auroc, { events: all, others }),
    auprcCi95: auprc === null ? null : auprcIntervalOf(auprc, all),
    brierCi95: brier === null ? null : brierIntervalOf(rows, events),
  };
}

/** What is to be expected of the model among scored stays; nothing where they, or the events expected, are too few. */
function estimatedOf(bins: ScoreBins, map: CalibrationMap | null): PerformanceChunk["estimated"] {
  const { n } = totalsOf(bins);
  const { byBin, ...figures } = estimatePerformance(bins, map);
  const events = byBin.reduce((sum, some) => sum + some, 0);
  const nothing = { auroc: null, auprc: null, brier: null };
  const known = isEnough(n, events) ? figures : nothing;
  return { ...known, ...intervalsOf(known, ascending(bins), byBin) };
}

/** What became of scored stays. */
function realisedOf(bins: ScoreBins): RealisedPerformance {
  const { n, events, expected } = totalsOf(bins);
  const isKnown = isEnough(n, events);
  const figures = {
    auroc: isKnown ? binnedAuroc(bins) : null,
    auprc: isKnown ? binnedAuprc(bins) : null,
    brier: isKnown ? binnedBrier(bins) : null,
  };
  const rows = ascending(bins);
  const line = isKnown ? binnedCalibrationLine(bins) : null;
  return {
    stays: n,
    events,
    ...figures,
    ...intervalsOf(
      figures,
      rows,
      rows.map((bin) => bin.events),
    ),
    observedExpected: expected > 0 ? events / expected : null,
    observedExpectedCi95: observedExpectedInterval(events, expected),
    slope: line?.slope ?? null,
    slopeCi95: line?.slopeCi95 ?? null,
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
