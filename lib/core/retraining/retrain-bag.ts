import { VIEWS } from "@/lib/core/features/feature-spec";
import type { AdditiveModel } from "@/lib/core/training/additive-model";
import { applyStep, type Bag, startBag } from "@/lib/core/training/bag";
import { boostFeatures } from "@/lib/core/training/boost-features";
import { boostPairs } from "@/lib/core/training/boost-pairs";
import type { LearntPairs } from "@/lib/core/training/learn-bag";
import { type PairGrid, pairCells } from "@/lib/core/training/pair-grid";
import type { TrainingData } from "@/lib/core/training/training-data";
import type { TrainingSettings } from "@/lib/core/training/training-settings";

/** What every bag of one retraining shares. Plain data: it travels to worker threads. */
export interface RetrainingRun {
  /** Binned as the prior is. */
  readonly data: TrainingData;
  /** Row indices to learn from. */
  readonly rows: Uint32Array;
  readonly settings: TrainingSettings;
  /** The model to begin with. A term for every feature first, in the feature table's order, then its pairs. */
  readonly prior: AdditiveModel;
}

/** How far the local stays may move the prior. */
export interface Strength {
  /** 1: every shape starts where the prior has it; 0: from nothing, so that only the local stays speak. */
  readonly priorWeight: number;
  /** Every ridge of the settings times this: more holds the shapes closer to where they start. */
  readonly ridgeFactor: number;
}

export interface RetrainedBag {
  /** [term] → prior and what was learnt, log-odds, before centring. */
  readonly shapes: readonly Float64Array[];
  readonly baselines: Float64Array;
  readonly cycles: number;
  /** Mean held-out log loss in the end. */
  readonly loss: number;
  readonly heldOut: LearntPairs["heldOut"];
}

/** The prior's shapes as one of its own bags has them, so that bags differ by what the prior was unsure of too. */
function startingShapes({ prior }: RetrainingRun, bag: number, weight: number): Float64Array[] {
  return prior.terms.map(({ bagShapes, shape }) =>
    (bagShapes.length > 0 ? bagShapes[bag % bagShapes.length]! : shape).map((value) => weight * value),
  );
}

/** Puts the prior's answer under every row: boosting then learns only what is missing from it. */
function startFromPrior(bag: Bag, run: RetrainingRun, shapes: readonly Float64Array[], number: number, weight: number) {
  const { prior } = run;
  const own = prior.bagBaselines.length > 0 ? prior.bagBaselines[number % prior.bagBaselines.length]! : prior.baselines;
  for (let view = 0; view < VIEWS.length; view++) {
    const start = weight * own[view]! + (1 - weight) * bag.baselines[view]!;
    bag.baselines[view] = start;
    bag.scores[view]!.fill(start);
    for (const [index, { features, grid, knownFrom }] of prior.terms.entries()) {
      if (knownFrom > view) continue;
      const columns = bag.columns[view]!;
      const first = columns[features[0]]!;
      const cells = grid && features[1] !== undefined ? pairCells(grid, first, columns[features[1]]!) : first;
      applyStep(bag, view, cells, shapes[index]!);
    }
  }
}

const withRidges = (settings: TrainingSettings, factor: number): TrainingSettings => ({
  ...settings,
  leafRidge: settings.leafRidge * factor,
  levelRidge: settings.levelRidge * factor,
  pairRidge: settings.pairRidge * factor,
});

/**
 * One bag of a retraining: the prior's log-odds are the starting score of every row, and features, then the prior's
 * own pairs, are boosted on what is left, until the bag's held-out patients stop gaining. Where the local stays say
 * nothing (a level they never had, a pair's empty cell) the prior stands.
 */
export function retrainBag(run: RetrainingRun, number: number, strength: Strength): RetrainedBag {
  const { data, rows, prior } = run;
  const settings = withRidges(run.settings, strength.ridgeFactor);
  const bag = startBag(data, rows, number, settings);
  const shapes = startingShapes(run, number, strength.priorWeight);
  startFromPrior(bag, run, shapes, number, strength.priorWeight);
  const single = boostFeatures(data, bag, settings, new Map());
  const grids = prior.terms.flatMap(({ grid }): PairGrid[] => (grid ? [grid] : []));
  const paired = boostPairs(bag, grids, settings);
  const learnt = [...single.shapes, ...paired.shapes];
  return {
    shapes: shapes.map((shape, term) => shape.map((value, cell) => value + learnt[term]![cell]!)),
    baselines: bag.baselines,
    cycles: single.cycles + paired.cycles,
    loss: paired.loss,
    heldOut: {
      rows: bag.order.slice(bag.trainCount),
      logits: paired.scores.map((score) => score.slice(bag.trainCount)),
    },
  };
}
