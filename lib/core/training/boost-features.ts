import {
  addHistogram,
  applyStep,
  type Bag,
  heldOutLoss,
  refreshGradients,
  stepBaselines,
} from "@/lib/core/training/bag";
import type { FeatureBins } from "@/lib/core/training/bin-feature";
import { levelStep, treeStep } from "@/lib/core/training/newton-step";
import type { TrainingData } from "@/lib/core/training/training-data";
import type { TrainingSettings } from "@/lib/core/training/training-settings";

/** What one bag learnt of every feature: [feature][bin] → log-odds, before centring. */
export type FeatureShapes = readonly Float64Array[];

/** Features, by index, whose shape may only rise (1) or fall (−1) with their value. */
export type Directions = ReadonlyMap<number, 1 | -1>;

/** One small step for one feature, in every view that knows it; returns the step taken, per bin. */
function stepFeature(
  bag: Bag,
  feature: number,
  { kind, count: bins }: FeatureBins,
  settings: TrainingSettings,
  direction: -1 | 0 | 1,
): Float64Array {
  const g = new Float64Array(bins);
  const h = new Float64Array(bins);
  for (let view = bag.knownFrom[feature]!; view < bag.columns.length; view++) {
    addHistogram(bag, view, bag.columns[view]![feature]!, g, h);
  }
  const step =
    kind === "categorical"
      ? levelStep(g, h, settings.levelRidge)
      : treeStep(g, h, {
          leaves: settings.leaves,
          minimumHessian: settings.minimumLeafHessian,
          ridge: settings.leafRidge,
          missingRidge: settings.levelRidge,
          direction,
        });
  for (let bin = 0; bin < bins; bin++) step[bin]! *= settings.learningRate;
  for (let view = bag.knownFrom[feature]!; view < bag.columns.length; view++) {
    applyStep(bag, view, bag.columns[view]![feature]!, step);
  }
  return step;
}

/**
 * Boosts one bag's features in cycles (every feature takes one small step in turn), until its held-out patients
 * stop gaining; then the best cycle is taken back. Changes the bag's scores and baselines.
 *
 * @see Lou, Caruana & Gehrke 2012, doi:10.1145/2339530.2339556 (cyclic gradient boosting of additive models)
 */
export function boostFeatures(
  data: TrainingData,
  bag: Bag,
  settings: TrainingSettings,
  directions: Directions,
): { shapes: FeatureShapes; cycles: number; loss: number } {
  const shapes = data.bins.map(({ count }) => new Float64Array(count));
  const keep = () => ({
    shapes: shapes.map((shape) => shape.slice()),
    baselines: bag.baselines.slice(),
    scores: bag.scores.map((score) => score.slice()),
  });
  let best = { loss: Number.POSITIVE_INFINITY, cycle: 0, kept: keep() };
  for (let cycle = 1; cycle <= settings.maximumCycles; cycle++) {
    refreshGradients(bag);
    stepBaselines(bag);
    for (const [feature, shape] of shapes.entries()) {
      const direction = directions.get(feature) ?? 0;
      const step = stepFeature(bag, feature, data.bins[feature]!, settings, direction);
      for (let bin = 0; bin < shape.length; bin++) shape[bin]! += step[bin]!;
    }
    const loss = heldOutLoss(bag);
    if (loss < best.loss - 1e-7) best = { loss, cycle, kept: keep() };
    else if (cycle - best.cycle >= settings.patience) break;
  }
  bag.baselines.set(best.kept.baselines);
  for (const [view, score] of bag.scores.entries()) score.set(best.kept.scores[view]!);
  return { shapes: best.kept.shapes, cycles: best.cycle, loss: best.loss };
}
