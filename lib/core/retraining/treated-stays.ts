import { fitLogitLine, observedOverExpected, toLogit } from "@/lib/core/evaluation/calibration";
import { orderByScore, weightedAuroc } from "@/lib/core/evaluation/discrimination";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { logistic } from "@/lib/core/statistics/logistic";
import { fitLogisticRegression } from "@/lib/core/training/logistic-regression";
import type { TrainingData } from "@/lib/core/training/training-data";

/** One tier as wards saw it then: how many were acted on, and what followed. */
export interface TierTreatment {
  readonly tier: string;
  readonly stays: number;
  readonly treated: number;
  readonly eventsTreated: number;
  readonly eventsUntreated: number;
}

/** A model's figures under one way of looking at treated stays. */
export interface TreatmentView {
  readonly stays: number;
  /** As many unweighted stays as the weighted ones are worth (Kish). */
  readonly effectiveStays: number;
  readonly auroc: number | null;
  readonly observedOverExpected: number | null;
  readonly calibrationSlope: number | null;
}

/** Whether treated and untreated stays are alike enough to stand for each other. */
export interface Overlap {
  /** Stays by ten equal steps of the chance of being treated. */
  readonly bands: readonly { readonly from: number; readonly treated: number; readonly untreated: number }[];
  /** Share of stays whose chance of being treated is under 5 % or over 95 %. */
  readonly extreme: number;
  readonly largestWeight: number;
  /** Largest standardised difference between all stays and the untreated, before and after weighting. */
  readonly differenceBefore: number;
  readonly differenceAfter: number;
  readonly verdict: "enough" | "little";
}

export interface TreatmentReport {
  readonly byTier: readonly TierTreatment[];
  /** null: too few stays were treated, or too few were not, to weight anything. */
  readonly sensitivity: {
    readonly kept: TreatmentView;
    readonly weighted: TreatmentView;
    readonly excluded: TreatmentView;
    readonly overlap: Overlap;
  } | null;
}

export interface TreatedStays {
  /** n, 1 where something was noted as done before the 30 days were over. */
  readonly treated: Uint8Array;
  /** n, the tier shown then; "not shown" where none was. */
  readonly tiers: readonly string[];
}

const LEAST = 50;
const EXTREME = 0.05;
/** Weights are cut here: one stay must not speak for more than so many. */
const LARGEST = 20;
const LARGEST_DIFFERENCE = 0.1;
const discharge = VIEWS.length - 1;

export function treatmentByTier({ treated, tiers }: TreatedStays, labels: ArrayLike<number>): TierTreatment[] {
  const byTier = new Map<string, { stays: number; treated: number; eventsTreated: number; eventsUntreated: number }>();
  for (const [row, tier] of tiers.entries()) {
    const entry = byTier.get(tier) ?? { stays: 0, treated: 0, eventsTreated: 0, eventsUntreated: 0 };
    entry.stays++;
    entry.treated += treated[row]!;
    if (labels[row]! > 0) entry[treated[row]! > 0 ? "eventsTreated" : "eventsUntreated"]++;
    byTier.set(tier, entry);
  }
  return [...byTier].map(([tier, entry]) => ({ tier, ...entry }));
}

function viewOf(probabilities: Float64Array, labels: Uint8Array, weights: Float64Array): TreatmentView {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  const logits = probabilities.map(toLogit);
  return {
    stays: weights.filter((weight) => weight > 0).length,
    effectiveStays: squares > 0 ? (total * total) / squares : 0,
    auroc: weightedAuroc(orderByScore(probabilities), probabilities, labels, weights),
    observedOverExpected: observedOverExpected(probabilities, labels, weights),
    calibrationSlope: fitLogitLine(logits, labels, weights)?.slope ?? null,
  };
}

/** Largest difference of a feature's bin shares between all rows and the weighted ones, in standard deviations. */
function largestDifference(data: TrainingData, rows: Uint32Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let largest = 0;
  for (const feature of FEATURES.keys()) {
    const { count } = data.bins[feature]!;
    const column = data.columns[discharge]![feature]!;
    const all = new Float64Array(count);
    const weighted = new Float64Array(count);
    for (const [i, row] of rows.entries()) {
      all[column[row]!]! += 1 / rows.length;
      weighted[column[row]!]! += weights[i]! / total;
    }
    for (let bin = 0; bin < count; bin++) {
      const deviation = Math.sqrt(all[bin]! * (1 - all[bin]!));
      if (all[bin]! < 0.01 || deviation === 0) continue;
      largest = Math.max(largest, Math.abs(weighted[bin]! - all[bin]!) / deviation);
    }
  }
  return largest;
}

function overlapOf(
  chances: Float64Array,
  treated: Uint8Array,
  weights: Float64Array,
  differences: readonly [before: number, after: number],
): Overlap {
  const bands = Array.from({ length: 10 }, (_, band) => ({ from: band / 10, treated: 0, untreated: 0 }));
  let extreme = 0;
  for (const [i, chance] of chances.entries()) {
    bands[Math.min(9, Math.floor(chance * 10))]![treated[i]! > 0 ? "treated" : "untreated"]++;
    if (chance < EXTREME || chance > 1 - EXTREME) extreme++;
  }
  const [differenceBefore, differenceAfter] = differences;
  const largestWeight = weights.reduce((largest, weight) => Math.max(largest, weight), 0);
  // Being hardly ever treated is no trouble: those stays stand for themselves. Being nearly always treated is.
  const always = chances.filter((chance) => chance > 1 - EXTREME).length / chances.length;
  const isEnough = always < 0.01 && differenceAfter <= LARGEST_DIFFERENCE && largestWeight < LARGEST;
  return {
    bands,
    extreme: extreme / chances.length,
    largestWeight,
    differenceBefore,
    differenceAfter,
    verdict: isEnough ? "enough" : "little",
  };
}

/**
 * What a programme that works does to a model's figures: those who were called return less often, so a model looks too
 * high exactly where it was right. Treated stays are kept in training; this asks how the figures would look had nobody
 * been treated, by weighting each untreated stay with 1 / (1 − its chance of being treated), and shows leaving treated
 * stays out beside it, which mixes the two questions and is a comparison only.
 *
 * @param rows rows of the data that have an honest probability
 * @param probabilities 0–1, one for each of `rows`
 * @see Robins, Hernán & Brumback 2000, doi:10.1097/00001648-200009000-00011 (inverse-probability weighting);
 *   Austin & Stuart 2015, doi:10.1002/sim.6607 (balance and overlap); Kish 1965 (effective sample size)
 */
export function treatmentReport(
  data: TrainingData,
  rows: Uint32Array,
  probabilities: Float64Array,
  stays: TreatedStays,
): TreatmentReport {
  const byTier = treatmentByTier(stays, data.labels);
  const treated = Uint8Array.from(rows, (row) => stays.treated[row]!);
  const count = treated.reduce((sum, value) => sum + value, 0);
  if (count < LEAST || treated.length - count < LEAST) return { byTier, sensitivity: null };
  const labels = Uint8Array.from(rows, (row) => data.labels[row]!);
  const { logits } = fitLogisticRegression({ ...data, labels: stays.treated }, discharge, rows);
  const chances = logits(rows).map(logistic);
  const untreated = Float64Array.from(treated, (value) => 1 - value);
  const weights = untreated.map((value, i) => value * Math.min(LARGEST, 1 / (1 - chances[i]!)));
  return {
    byTier,
    sensitivity: {
      kept: viewOf(probabilities, labels, new Float64Array(rows.length).fill(1)),
      weighted: viewOf(probabilities, labels, weights),
      excluded: viewOf(probabilities, labels, untreated),
      overlap: overlapOf(chances, treated, weights, [
        largestDifference(data, rows, untreated),
        largestDifference(data, rows, weights),
      ]),
    },
  };
}

/** What a fall in calibration may mean, said before anybody retrains because of it. */
export function programmeQuestion({ sensitivity }: TreatmentReport): string {
  if (sensitivity === null)
    return "Too few stays were treated, or too few were not, to tell a change of patients from a programme that works.";
  const { kept, weighted, overlap } = sensitivity;
  const [all, without] = [kept.observedOverExpected, weighted.observedOverExpected];
  if (all === null || without === null) return "There were too few events to compare observed with expected.";
  if (overlap.verdict === "little")
    return "Treated and untreated stays are too unlike to stand for each other: ask first whether the programme worked, because these figures cannot say.";
  if (all < 0.95 && without - all > 0.05)
    return "Fewer returned than expected, but not among those nobody acted on: ask first whether the programme worked. Retraining on this would teach the model that those at risk are safe.";
  if (all < 0.95)
    return "Fewer returned than expected, and equally among those nobody acted on: the patients or their care have changed, more than the programme explains.";
  return "No fall in observed against expected that a programme would explain.";
}
