import {
  addHistogram,
  applyStep,
  type Bag,
  heldOutLoss,
  refreshGradients,
  stepBaselines,
} from "@/lib/core/training/bag";
import { levelStep } from "@/lib/core/training/newton-step";
import { type GridSide, gridSide, type PairGrid, pairCells } from "@/lib/core/training/pair-grid";
import type { TrainingData } from "@/lib/core/training/training-data";
import type { TrainingSettings } from "@/lib/core/training/training-settings";

const NEARLY_CONSTANT = 0.985;

/** Features that vary enough to interact, with their grid sides. */
function candidateSides(data: TrainingData, rows: Uint32Array, most: number): Map<number, GridSide> {
  const sides = new Map<number, GridSide>();
  for (const [feature, { count }] of data.bins.entries()) {
    const column = data.columns.at(-1)![feature]!;
    const counts = new Float64Array(count);
    for (const row of rows) counts[column[row]!]!++;
    if (Math.max(...counts) < NEARLY_CONSTANT * rows.length) sides.set(feature, gridSide(data, feature, rows, most));
  }
  return sides;
}

/** Every pair of candidate features, in order. */
export function candidatePairs(data: TrainingData, rows: Uint32Array, settings: TrainingSettings): PairGrid[] {
  const sides = [...candidateSides(data, rows, settings.gridSide)];
  return sides.flatMap(([a, sideA], index) =>
    sides.slice(index + 1).map(([b, sideB]): PairGrid => ({ features: [a, b], sides: [sideA, sideB] })),
  );
}

/**
 * How much of a bag's residual each pair's cells explain beyond chance, in the view that knows most: Σ (g² − h) / (h + ridge).
 * Under no interaction g² has expectation h, so noise scores about 0.
 */
export function pairGains(bag: Bag, pairs: readonly PairGrid[], ridge: number): Float64Array {
  refreshGradients(bag);
  const fullest = bag.columns.length - 1;
  const columns = bag.columns[fullest]!;
  return Float64Array.from(pairs, (pair) => {
    const cells = pairCells(pair, columns[pair.features[0]]!, columns[pair.features[1]]!);
    const g = new Float64Array(pair.sides[0].cells * pair.sides[1].cells);
    const h = new Float64Array(g.length);
    addHistogram(bag, fullest, cells, g, h);
    return g.reduce((sum, gradient, cell) => sum + (gradient * gradient - h[cell]!) / (h[cell]! + ridge), 0);
  });
}

/** Boosts a bag's pairs in cycles of small ridge steps on their cells, stopped as features are. */
export function boostPairs(
  bag: Bag,
  pairs: readonly PairGrid[],
  settings: TrainingSettings,
): { shapes: Float64Array[]; scores: Float32Array[]; cycles: number; loss: number } {
  const work = pairs.map((pair) => {
    const [a, b] = pair.features;
    const from = Math.max(bag.knownFrom[a]!, bag.knownFrom[b]!);
    const cells = bag.columns.map((columns, view) => (view < from ? null : pairCells(pair, columns[a]!, columns[b]!)));
    return { cells, shape: new Float64Array(pair.sides[0].cells * pair.sides[1].cells) };
  });
  const keep = () => ({
    shapes: work.map(({ shape }) => shape.slice()),
    baselines: bag.baselines.slice(),
    scores: bag.scores.map((score) => score.slice()),
  });
  let best = { loss: heldOutLoss(bag), cycle: 0, kept: keep() };
  for (let cycle = 1; cycle <= settings.maximumCycles && pairs.length > 0; cycle++) {
    refreshGradients(bag);
    stepBaselines(bag);
    for (const { cells, shape } of work) {
      const g = new Float64Array(shape.length);
      const h = new Float64Array(shape.length);
      for (const [view, list] of cells.entries()) if (list) addHistogram(bag, view, list, g, h);
      const step = levelStep(g, h, settings.pairRidge).map((move) => move * settings.pairLearningRate);
      for (let cell = 0; cell < shape.length; cell++) shape[cell]! += step[cell]!;
      for (const [view, list] of cells.entries()) if (list) applyStep(bag, view, list, step);
    }
    const loss = heldOutLoss(bag);
    if (loss < best.loss - 1e-7) best = { loss, cycle, kept: keep() };
    else if (cycle - best.cycle >= settings.pairPatience) break;
  }
  bag.baselines.set(best.kept.baselines);
  return { shapes: best.kept.shapes, scores: best.kept.scores, cycles: best.cycle, loss: best.loss };
}
