/** Predictions of one bin of probability, and what became of them. */
export interface ScoreBin {
  readonly n: number;
  /** Σ p and Σ p² of the bin's predictions. */
  readonly expected: number;
  readonly squared: number;
  /** How many were followed by what is predicted; 0 where that is not asked. */
  readonly events: number;
}

/**
 * Predictions by probability, with what is needed to measure them: bins of equal width over 0–1, by bin number. Sums in
 * a bin are exact, so O/E and the Brier score are too; within a bin the order is unknown and counts as tied, which
 * moves an AUROC by less than 0.001 at a thousand bins.
 */
export type ScoreBins = Readonly<Record<string, ScoreBin>>;

export const SCORE_BINS = 1000;

export const scoreBinOf = (probability: number): number =>
  Math.min(SCORE_BINS - 1, Math.floor(probability * SCORE_BINS));

export const NO_BIN: ScoreBin = { n: 0, expected: 0, squared: 0, events: 0 };

const joined = (a: ScoreBin, b: ScoreBin): ScoreBin => ({
  n: a.n + b.n,
  expected: a.expected + b.expected,
  squared: a.squared + b.squared,
  events: a.events + b.events,
});

export function sumScoreBins(all: readonly ScoreBins[]): ScoreBins {
  const sum: Record<string, ScoreBin> = {};
  for (const bins of all) for (const [key, bin] of Object.entries(bins)) sum[key] = joined(sum[key] ?? NO_BIN, bin);
  return sum;
}

/** Bins of rows, where every row is at hand. */
export function toScoreBins(probabilities: ArrayLike<number>, labels?: ArrayLike<number>): ScoreBins {
  const bins: Record<string, ScoreBin> = {};
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    const key = scoreBinOf(p);
    bins[key] = joined(bins[key] ?? NO_BIN, { n: 1, expected: p, squared: p * p, events: labels?.[i] ?? 0 });
  }
  return bins;
}

/** Bins by ascending probability. */
export const ascending = (bins: ScoreBins): ScoreBin[] =>
  Object.entries(bins)
    .filter(([, { n }]) => n > 0)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, bin]) => bin);

export interface ScoreTotals {
  readonly n: number;
  readonly expected: number;
  readonly events: number;
}

export function totalsOf(bins: ScoreBins): ScoreTotals {
  const { n, expected, events } = Object.values(bins).reduce(joined, NO_BIN);
  return { n, expected, events };
}
