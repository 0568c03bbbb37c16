/** Row indices by ascending score; ties keep their order. Throws where a score is no number: it has no place. */
export function orderByScore(scores: ArrayLike<number>): Uint32Array {
  const order = new Uint32Array(scores.length);
  for (let i = 0; i < order.length; i++) {
    if (Number.isNaN(scores[i])) throw new Error("A score is not a number.");
    order[i] = i;
  }
  return order.sort((a, b) => scores[a]! - scores[b]! || a - b);
}

/**
 * Weighted area under the ROC curve from an order made once, so that a bootstrap need not sort again.
 *
 * @param order row indices by ascending score
 * @param weights how often each row counts (n); null for once each
 * @returns 0–1, or null where one class is empty. Ties count half.
 * @see Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747
 */
export function weightedAuroc(
  order: Uint32Array,
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | null,
): number | null {
  let positives = 0;
  let negatives = 0;
  let concordant = 0;
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start]!]!;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    let end = start;
    for (; end < order.length && scores[order[end]!]! === score; end++) {
      const row = order[end]!;
      const weight = weights ? weights[row]! : 1;
      if (labels[row]! > 0) tiedPositives += weight;
      else tiedNegatives += weight;
    }
    concordant += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    start = end;
  }
  return positives > 0 && negatives > 0 ? concordant / (positives * negatives) : null;
}

/** Area under the ROC curve, 0–1; null where one class is empty. */
export function auroc(scores: ArrayLike<number>, labels: ArrayLike<number>): number | null {
  return weightedAuroc(orderByScore(scores), scores, labels, null);
}

/**
 * Average precision: Σ (recall step × precision), ties taken as one step; equals scikit-learn's
 * `average_precision_score`. Null without positives.
 */
export function auprc(scores: ArrayLike<number>, labels: ArrayLike<number>): number | null {
  const order = orderByScore(scores);
  let found = 0;
  let seen = 0;
  let area = 0;
  for (let end = order.length; end > 0; ) {
    const score = scores[order[end - 1]!]!;
    let step = 0;
    for (; end > 0 && scores[order[end - 1]!]! === score; end--) {
      seen++;
      if (labels[order[end - 1]!]! > 0) step++;
    }
    found += step;
    area += step * (found / seen);
  }
  return found > 0 ? area / found : null;
}
