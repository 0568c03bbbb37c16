import { fitLogitLine } from "@/lib/core/evaluation/calibration";
import {
  type AdditiveModel,
  type Term,
  termKnownFrom,
  termMean,
  uncalibrated,
  type ViewCalibration,
} from "@/lib/core/training/additive-model";
import { candidatePairs } from "@/lib/core/training/boost-pairs";
import type { LearntFeatures, LearntPairs, TrainingRun } from "@/lib/core/training/learn-bag";
import type { PairGrid } from "@/lib/core/training/pair-grid";

/** Runs the two halves of every bag, in this thread or in others; the results do not depend on which. */
export interface BagRunner {
  features(bags: readonly number[]): Promise<LearntFeatures[]>;
  pairs(tasks: readonly { bag: number; learnt: LearntFeatures; chosen: readonly number[] }[]): Promise<LearntPairs[]>;
}

/** The pairs that gain most, summed over bags; ties by order. */
function choosePairs(learnt: readonly LearntFeatures[], most: number): number[] {
  const total = new Float64Array(learnt[0]?.gains.length ?? 0);
  for (const { gains } of learnt) for (let pair = 0; pair < total.length; pair++) total[pair]! += gains[pair]!;
  return Array.from(total.keys())
    .filter((pair) => total[pair]! > 0)
    .sort((a, b) => total[b]! - total[a]! || a - b)
    .slice(0, most);
}

export function meanOf(arrays: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(arrays[0]?.length ?? 0);
  for (const values of arrays) for (let i = 0; i < mean.length; i++) mean[i]! += values[i]! / arrays.length;
  return mean;
}

/** Centres every term on the training rows and moves what was taken out into the baselines of the views that know it. */
export function centre(model: AdditiveModel, { data, rows }: Pick<TrainingRun, "data" | "rows">): AdditiveModel {
  const baselines = model.baselines.slice();
  const bagBaselines = model.bagBaselines.map((values) => values.slice());
  const terms = model.terms.map((term) => {
    const mean = termMean(term, data, rows);
    for (let view = term.knownFrom; view < data.columns.length; view++) {
      baselines[view]! += mean;
      for (const values of bagBaselines) values[view]! += mean;
    }
    const less = (shape: Float64Array) => shape.map((value) => value - mean);
    return { ...term, shape: less(term.shape), bagShapes: term.bagShapes.map(less) };
  });
  return { ...model, terms, baselines, bagBaselines };
}

/** What bags said of patients they had held out: mean log-odds of each row that was held out at all. */
export interface HeldOut {
  readonly rows: Uint32Array;
  /** [view], before calibration */
  readonly logits: readonly Float64Array[];
}

export function heldOutOf(
  pairs: readonly Pick<LearntPairs, "heldOut">[],
  { data }: Pick<TrainingRun, "data">,
): HeldOut {
  const sums = data.columns.map(() => new Float64Array(data.rows));
  const times = new Uint16Array(data.rows);
  for (const { heldOut } of pairs) {
    for (const [i, row] of heldOut.rows.entries()) {
      times[row]!++;
      for (const [view, sum] of sums.entries()) sum[row]! += heldOut.logits[view]![i]!;
    }
  }
  const rows = Uint32Array.from(times.keys()).filter((row) => times[row]! > 0);
  return { rows, logits: sums.map((sum) => Float64Array.from(rows, (row) => sum[row]! / times[row]!)) };
}

/** Fits each view's scale and shift on held-out patients. */
export function calibrate({ rows, logits }: HeldOut, { data }: Pick<TrainingRun, "data">): ViewCalibration[] {
  const labels = Uint8Array.from(rows, (row) => data.labels[row]!);
  return logits.map((of) => {
    const line = fitLogitLine(of, labels);
    // A model that learnt nothing must not be turned upside down.
    return line && line.slope > 0 ? { scale: line.slope, shift: line.intercept } : { scale: 1, shift: 0 };
  });
}

export interface Trained {
  readonly model: AdditiveModel;
  readonly heldOut: HeldOut;
}

/**
 * Trains the whole model: bags of features, the pairs they agree on, bags of pairs, their mean, centred and
 * calibrated by view.
 *
 * @see Lou et al. 2013, doi:10.1145/2487575.2487579 (pairwise terms); Breiman 1996, doi:10.1007/BF00058655 (bagging)
 */
export async function trainEnsemble(run: TrainingRun, runner: BagRunner): Promise<Trained> {
  const bags = Array.from({ length: run.settings.bags }, (_, bag) => bag);
  const learnt = await runner.features(bags);
  const chosen = choosePairs(learnt, run.settings.pairs);
  const pairs = await runner.pairs(bags.map((bag) => ({ bag, learnt: learnt[bag]!, chosen })));
  const candidates: readonly PairGrid[] = chosen.length > 0 ? candidatePairs(run.data, run.rows, run.settings) : [];
  const single = run.data.bins.map((_, feature): Term => {
    const bagShapes = learnt.map(({ shapes }) => shapes[feature]!);
    return {
      features: [feature],
      knownFrom: termKnownFrom(run.data.knownFrom, [feature]),
      shape: meanOf(bagShapes),
      bagShapes,
    };
  });
  const paired = chosen.map((candidate, index): Term => {
    const grid = candidates[candidate]!;
    const bagShapes = pairs.map(({ shapes }) => shapes[index]!);
    const knownFrom = termKnownFrom(run.data.knownFrom, grid.features);
    return { features: grid.features, grid, knownFrom, shape: meanOf(bagShapes), bagShapes };
  });
  const bagBaselines = pairs.map(({ baselines }) => baselines);
  const model: AdditiveModel = {
    terms: [...single, ...paired],
    baselines: meanOf(bagBaselines),
    bagBaselines,
    calibration: uncalibrated(run.data.columns.length),
  };
  const heldOut = heldOutOf(pairs, run);
  return { model: { ...centre(model, run), calibration: calibrate(heldOut, run) }, heldOut };
}
