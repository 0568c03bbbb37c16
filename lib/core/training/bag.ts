import { chanceFrom } from "@/lib/core/training/chance";
import type { TrainingData } from "@/lib/core/training/training-data";
import type { TrainingSettings } from "@/lib/core/training/training-settings";

/**
 * One bag while it learns: its training rows first, its held-out patients' rows after them, with the running
 * score of every row in every view and the gradient of the training rows.
 */
export interface Bag {
  /** Row of the data behind each position. */
  readonly order: Uint32Array;
  readonly trainCount: number;
  /** First view (index) in which each feature is known. */
  readonly knownFrom: readonly number[];
  readonly labels: Uint8Array;
  /** [view][feature] → bin of each position, or null where hidden. */
  readonly columns: readonly (readonly (Uint8Array | null)[])[];
  /** [view] → log-odds of each position. */
  readonly scores: readonly Float32Array[];
  /** [view] → label − probability of each training position. */
  readonly residuals: readonly Float32Array[];
  /** [view] → p (1 − p) of each training position. */
  readonly hessians: readonly Float32Array[];
  /** [view] → log-odds before any term. */
  readonly baselines: Float64Array;
}

/** Parts a bag's rows by patient: held out or learnt from. The same seed and bag part alike. */
function partRows(data: TrainingData, rows: Uint32Array, chance: () => number, holdOutShare: number) {
  const heldOut = new Map<number, boolean>();
  const learnt: number[] = [];
  const held: number[] = [];
  for (const row of rows) {
    const patient = data.patients[row]!;
    let out = heldOut.get(patient);
    if (out === undefined) {
      out = chance() < holdOutShare;
      heldOut.set(patient, out);
    }
    (out ? held : learnt).push(row);
  }
  return { order: Uint32Array.from([...learnt, ...held]), trainCount: learnt.length };
}

/** Hides one whole feed in a small share of training rows, so that "not recorded" is learnt and not guessed. */
function hideFeeds(
  feeds: TrainingData["feeds"],
  columns: Bag["columns"],
  trainCount: number,
  share: number,
  chance: () => number,
): void {
  for (const feed of feeds) {
    for (let position = 0; position < trainCount; position++) {
      if (chance() >= share) continue;
      for (const view of columns) for (const feature of feed) view[feature]?.fill(0, position, position + 1);
    }
  }
}

/** Starts a bag over the given rows: parted by patient, feeds hidden, every view at its share of positives. */
export function startBag(data: TrainingData, rows: Uint32Array, bag: number, settings: TrainingSettings): Bag {
  const chance = chanceFrom(settings.seed, bag);
  const { order, trainCount } = partRows(data, rows, chance, settings.holdOutShare);
  const reordered = new Map<Uint8Array, Uint8Array>();
  const columns = data.columns.map((list) =>
    list.map((column) => {
      if (!column) return null;
      const known = reordered.get(column);
      if (known) return known;
      const own = Uint8Array.from(order, (row) => column[row]!);
      reordered.set(column, own);
      return own;
    }),
  );
  hideFeeds(data.feeds, columns, trainCount, settings.hiddenFeedShare, chance);
  const labels = Uint8Array.from(order, (row) => data.labels[row]!);
  const positives = labels.subarray(0, trainCount).reduce((sum, label) => sum + label, 0);
  const start = Math.log((positives + 0.5) / (trainCount - positives + 0.5));
  const perView = (length: number) => columns.map(() => new Float32Array(length));
  return {
    order,
    trainCount,
    knownFrom: data.knownFrom,
    labels,
    columns,
    scores: perView(order.length).map((score) => score.fill(start)),
    residuals: perView(trainCount),
    hessians: perView(trainCount),
    baselines: new Float64Array(columns.length).fill(start),
  };
}

/** Residuals and hessians of the training rows from their scores, exactly. */
export function refreshGradients({ scores, residuals, hessians, labels, trainCount }: Bag): void {
  for (let view = 0; view < scores.length; view++) {
    const score = scores[view]!;
    const residual = residuals[view]!;
    const hessian = hessians[view]!;
    for (let i = 0; i < trainCount; i++) {
      const p = 1 / (1 + Math.exp(-score[i]!));
      residual[i] = labels[i]! - p;
      hessian[i] = p * (1 - p);
    }
  }
}

/** Moves each view's baseline by one Newton step. */
export function stepBaselines({ scores, residuals, hessians, baselines, trainCount }: Bag): void {
  for (let view = 0; view < scores.length; view++) {
    const score = scores[view]!;
    const residual = residuals[view]!;
    const hessian = hessians[view]!;
    let g = 0;
    let h = 0;
    for (let i = 0; i < trainCount; i++) {
      g += residual[i]!;
      h += hessian[i]!;
    }
    const step = g / h;
    baselines[view]! += step;
    for (let i = 0; i < score.length; i++) score[i]! += step;
    for (let i = 0; i < trainCount; i++) residual[i]! -= hessian[i]! * step;
  }
}

/** Sums residuals and hessians of the training rows by bin, over one view. Adds to `g` and `h`. */
export function addHistogram(
  bag: Bag,
  view: number,
  cells: Uint8Array | Uint16Array,
  g: Float64Array,
  h: Float64Array,
) {
  const residual = bag.residuals[view]!;
  const hessian = bag.hessians[view]!;
  for (let i = 0; i < bag.trainCount; i++) {
    const cell = cells[i]!;
    g[cell]! += residual[i]!;
    h[cell]! += hessian[i]!;
  }
}

/**
 * Adds a step to the scores of one view. Residuals follow to first order (residual − hessian × step): a step is
 * small, and gradients are made exact again at the start of every cycle.
 */
export function applyStep(bag: Bag, view: number, cells: Uint8Array | Uint16Array, step: Float64Array): void {
  const score = bag.scores[view]!;
  const residual = bag.residuals[view]!;
  const hessian = bag.hessians[view]!;
  const { trainCount } = bag;
  for (let i = 0; i < trainCount; i++) {
    const move = step[cells[i]!]!;
    score[i]! += move;
    residual[i]! -= hessian[i]! * move;
  }
  for (let i = trainCount; i < score.length; i++) score[i]! += step[cells[i]!]!;
}

/** Mean log loss of the held-out rows over all views. */
export function heldOutLoss({ scores, labels, trainCount }: Bag): number {
  let sum = 0;
  for (const score of scores) {
    for (let i = trainCount; i < score.length; i++) {
      const z = score[i]!;
      sum += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - (labels[i]! > 0 ? z : 0);
    }
  }
  return sum / (labels.length - trainCount) / scores.length;
}
