import { NOT_RECORDED } from "@/lib/core/features/feature-spec";
import type { Term } from "@/lib/core/training/additive-model";
import type { FeatureBins } from "@/lib/core/training/bin-feature";

/** Parallel arrays of ai.onnx.ml TreeEnsembleRegressor, version 3. */
export interface TreeEnsemble {
  readonly trees: number[];
  readonly nodes: number[];
  readonly features: number[];
  readonly modes: string[];
  readonly thresholds: number[];
  readonly whenTrue: number[];
  readonly whenFalse: number[];
  readonly leafTrees: number[];
  readonly leafNodes: number[];
  readonly leafTargets: number[];
  readonly leafWeights: number[];
}

export const emptyEnsemble = (): TreeEnsemble => ({
  trees: [],
  nodes: [],
  features: [],
  modes: [],
  thresholds: [],
  whenTrue: [],
  whenFalse: [],
  leafTrees: [],
  leafNodes: [],
  leafTargets: [],
  leafWeights: [],
});

/** A run of encoded values that share one outcome: from the previous run's end up to and including `upTo`. */
interface Run<T> {
  /** Threshold between this run and the next; the last run's is never used. */
  readonly upTo: number;
  readonly outcome: T;
}

/**
 * The encoded values of a feature from lowest to highest as runs: below NOT_RECORDED (not yet known), NOT_RECORDED,
 * then each bin. Thresholds lie halfway, so that no rounding decides.
 */
function runsOf<T>({ kind, edges }: FeatureBins, notYetKnown: T, outcome: (bin: number) => T): Run<T>[] {
  const runs: Run<T>[] = [
    { upTo: NOT_RECORDED - 0.5, outcome: notYetKnown },
    { upTo: NOT_RECORDED + 0.5, outcome: outcome(0) },
  ];
  const whole = kind === "categorical";
  for (let bin = 1; bin <= edges.length; bin++) {
    const next = edges[bin];
    runs.push({ upTo: next === undefined ? 0 : whole ? next - 0.5 : next - 0.25, outcome: outcome(bin) });
  }
  return runs;
}

/** Joins neighbouring runs with the same outcome. */
function joinRuns<T>(runs: readonly Run<T>[], same: (a: T, b: T) => boolean): Run<T>[] {
  return runs.filter((run, index) => index === runs.length - 1 || !same(run.outcome, runs[index + 1]!.outcome));
}

type Outcome = readonly number[] | { readonly feature: number; readonly runs: readonly Run<readonly number[]>[] };

/** Grows one tree; a balanced search over the runs, then (for a pair) over the other feature's runs. */
class TreeWriter {
  #next = 0;
  readonly #ensemble: TreeEnsemble;
  readonly #tree: number;
  readonly #targets: readonly number[];

  constructor(ensemble: TreeEnsemble, tree: number, targets: readonly number[]) {
    this.#ensemble = ensemble;
    this.#tree = tree;
    this.#targets = targets;
  }

  search(feature: number, runs: readonly Run<Outcome>[]): number {
    const [only] = runs;
    if (only && runs.length === 1) {
      return "runs" in only.outcome ? this.search(only.outcome.feature, only.outcome.runs) : this.#leaf(only.outcome);
    }
    const id = this.#node("BRANCH_LEQ", feature, 0);
    const middle = runs.length >> 1;
    const { thresholds, whenTrue, whenFalse, nodes } = this.#ensemble;
    const at = nodes.length - 1;
    thresholds[at] = runs[middle - 1]!.upTo;
    whenTrue[at] = this.search(feature, runs.slice(0, middle));
    whenFalse[at] = this.search(feature, runs.slice(middle));
    return id;
  }

  #node(mode: string, feature: number, threshold: number): number {
    const e = this.#ensemble;
    const id = this.#next++;
    e.trees.push(this.#tree);
    e.nodes.push(id);
    e.features.push(feature);
    e.modes.push(mode);
    e.thresholds.push(threshold);
    e.whenTrue.push(0);
    e.whenFalse.push(0);
    return id;
  }

  #leaf(weights: readonly number[]): number {
    const id = this.#node("LEAF", 0, 0);
    const e = this.#ensemble;
    for (const [index, target] of this.#targets.entries()) {
      e.leafTrees.push(this.#tree);
      e.leafNodes.push(id);
      e.leafTargets.push(target);
      e.leafWeights.push(weights[index]!);
    }
    return id;
  }
}

const sameWeights = (a: readonly number[], b: readonly number[]): boolean => a.every((value, i) => value === b[i]);

/**
 * Adds one term as a tree whose leaf writes `weightsOf(bin or cell)` to `targets`; where a feature of the term is
 * not yet known it writes zeros.
 */
export function addTerm(
  ensemble: TreeEnsemble,
  tree: number,
  term: Term,
  bins: readonly FeatureBins[],
  targets: readonly number[],
  weightsOf: (cell: number) => readonly number[],
): void {
  const zeros = targets.map(() => 0);
  const writer = new TreeWriter(ensemble, tree, targets);
  const [a, b] = term.features;
  if (!term.grid || b === undefined) {
    writer.search(a, joinRuns<Outcome>(runsOf<Outcome>(bins[a]!, zeros, weightsOf), sameOutcome));
    return;
  }
  const [sideA, sideB] = term.grid.sides;
  const rowOf = (cellA: number): Outcome => {
    const runs = runsOf(bins[b]!, zeros, (bin) => weightsOf(cellA * sideB.cells + sideB.cellOf[bin]!));
    return { feature: b, runs: joinRuns(runs, sameWeights) };
  };
  // One object per cell, so that neighbouring bins of a cell are seen to be the same.
  const rows = Array.from({ length: sideA.cells }, (_, cell) => rowOf(cell));
  writer.search(
    a,
    joinRuns<Outcome>(
      runsOf<Outcome>(bins[a]!, zeros, (bin) => rows[sideA.cellOf[bin]!]!),
      sameOutcome,
    ),
  );
}

function sameOutcome(a: Outcome, b: Outcome): boolean {
  if ("runs" in a || "runs" in b) return a === b;
  return sameWeights(a, b);
}
