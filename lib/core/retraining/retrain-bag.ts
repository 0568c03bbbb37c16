import { VIEWS } from "@/lib/core/features/feature-spec";
import { refitEffects } from "@/lib/core/retraining/refit-effects";
import type { AdditiveModel } from "@/lib/core/training/additive-model";
import { applyStep, type Bag, refreshGradients, startBag, stepBaselines } from "@/lib/core/training/bag";
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
  /**
   * "refitted": every shape starts where the prior has it, times a multiplier learnt here first; "nothing": only the
   * local stays speak.
   */
  readonly start: "refitted" | "nothing";
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

/** The prior as one of its own bags has it, so that bags differ by what the prior was unsure of too. */
function priorOf({ prior }: RetrainingRun, number: number) {
  const count = prior.bagBaselines.length;
  return {
    shapes: prior.terms.map(({ bagShapes, shape }) => (count > 0 ? bagShapes[number % count]! : shape).slice()),
    baselines: count > 0 ? prior.bagBaselines[number % count]! : prior.baselines,
  };
}

/** Bin or cell of every position for each term, in one view; null where the view does not know the term. */
function cellsOf(bag: Bag, { prior }: RetrainingRun, view: number) {
  const columns = bag.columns[view]!;
  return prior.terms.map(({ features, grid, knownFrom }) => {
    if (knownFrom > view) return null;
    const first = columns[features[0]]!;
    return grid && features[1] !== undefined ? pairCells(grid, first, columns[features[1]]!) : first;
  });
}

/** Puts the prior's answer under every row, so that boosting learns only what is missing; gives the shapes it put there. */
function startFromPrior(bag: Bag, run: RetrainingRun, number: number, start: Strength["start"]): Float64Array[] {
  const { shapes, baselines } = priorOf(run, number);
  if (start === "nothing") return shapes.map((shape) => shape.fill(0));
  const discharge = VIEWS.length - 1;
  const cells = cellsOf(bag, run, discharge).map((list) => list!);
  const weights = refitEffects(bag, cells, shapes, baselines[discharge]!);
  for (const [term, shape] of shapes.entries()) for (let i = 0; i < shape.length; i++) shape[i]! *= weights[term]!;
  for (let view = 0; view < VIEWS.length; view++) {
    bag.baselines[view] = baselines[view]!;
    bag.scores[view]!.fill(baselines[view]!);
    for (const [term, list] of cellsOf(bag, run, view).entries()) {
      if (list) applyStep(bag, view, list, shapes[term]!);
    }
  }
  settleBaselines(bag);
  return shapes;
}

/** Brings every view's average to what was observed, before any effect is learnt. */
function settleBaselines(bag: Bag): void {
  for (let step = 0; step < 4; step++) {
    refreshGradients(bag);
    stepBaselines(bag);
  }
}

const withRidges = (settings: TrainingSettings, factor: number): TrainingSettings => ({
  ...settings,
  leafRidge: settings.leafRidge * factor,
  levelRidge: settings.levelRidge * factor,
  pairRidge: settings.pairRidge * factor,
});

/**
 * One bag of a retraining: the prior, with the strength of each of its effects refitted here, is the starting score of
 * every row, and features, then the prior's own pairs, are boosted on what is left, until the bag's held-out patients
 * stop gaining. Where the local stays say nothing (a level they never had, a pair's empty cell) the prior stands.
 */
export function retrainBag(run: RetrainingRun, number: number, strength: Strength): RetrainedBag {
  const { data, rows, prior } = run;
  const settings = withRidges(run.settings, strength.ridgeFactor);
  const bag = startBag(data, rows, number, settings);
  const shapes = startFromPrior(bag, run, number, strength.start);
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
