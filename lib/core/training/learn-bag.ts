import { applyStep, startBag } from "@/lib/core/training/bag";
import { boostFeatures, type Directions, type FeatureShapes } from "@/lib/core/training/boost-features";
import { boostPairs, candidatePairs, pairGains } from "@/lib/core/training/boost-pairs";
import type { TrainingData } from "@/lib/core/training/training-data";
import type { TrainingSettings } from "@/lib/core/training/training-settings";

/** What every bag of one training run shares. Plain data: it travels to worker threads. */
export interface TrainingRun {
  readonly data: TrainingData;
  /** Row indices to learn from. */
  readonly rows: Uint32Array;
  readonly settings: TrainingSettings;
  readonly directions: Directions;
}

export interface LearntFeatures {
  readonly shapes: FeatureShapes;
  readonly baselines: Float64Array;
  readonly cycles: number;
  /** Gain of every candidate pair, in the order of `candidatePairs`. */
  readonly gains: Float64Array;
}

export interface LearntPairs {
  /** [pair][cell], in the order of the chosen pairs. */
  readonly shapes: readonly Float64Array[];
  readonly baselines: Float64Array;
  readonly cycles: number;
  /** Mean held-out log loss in the end. */
  readonly loss: number;
  /** The rows this bag never learnt from, and its log-odds for them by view. */
  readonly heldOut: { readonly rows: Uint32Array; readonly logits: readonly Float32Array[] };
}

/** First half of a bag: the features' shapes, and what pairs would add. */
export function learnFeatures({ data, rows, settings, directions }: TrainingRun, bagNumber: number): LearntFeatures {
  const bag = startBag(data, rows, bagNumber, settings);
  const { shapes, cycles } = boostFeatures(data, bag, settings, directions);
  const gains =
    settings.pairs > 0 ? pairGains(bag, candidatePairs(data, rows, settings), settings.pairRidge) : new Float64Array(0);
  return { shapes, baselines: bag.baselines, cycles, gains };
}

/** Second half of a bag: the chosen pairs, on top of its own features. */
export function learnPairs(
  { data, rows, settings }: TrainingRun,
  bagNumber: number,
  learnt: Pick<LearntFeatures, "shapes" | "baselines">,
  chosen: readonly number[],
): LearntPairs {
  const bag = startBag(data, rows, bagNumber, settings);
  for (let view = 0; view < bag.columns.length; view++) {
    bag.scores[view]!.fill(learnt.baselines[view]!);
    for (const [feature, shape] of learnt.shapes.entries()) {
      if (bag.knownFrom[feature]! <= view) applyStep(bag, view, bag.columns[view]![feature]!, shape);
    }
  }
  bag.baselines.set(learnt.baselines);
  const all = candidatePairs(data, rows, settings);
  const { shapes, cycles, loss, scores } = boostPairs(
    bag,
    chosen.map((pair) => all[pair]!),
    settings,
  );
  return {
    shapes,
    baselines: bag.baselines,
    cycles,
    loss,
    heldOut: {
      rows: bag.order.slice(bag.trainCount),
      logits: scores.map((score) => score.slice(bag.trainCount)),
    },
  };
}
