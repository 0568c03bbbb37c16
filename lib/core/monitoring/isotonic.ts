/** A probability as it was, and as it turned out: steps of a curve that never falls. */
export interface CalibrationMap {
  /** Ascending. */
  readonly from: readonly number[];
  /** Same length, never falling, 0–1. */
  readonly to: readonly number[];
}

interface Block {
  weight: number;
  events: number;
  first: number;
  last: number;
}

/**
 * Isotonic regression of outcomes on probabilities by pooling adjacent violators; equal to scikit-learn's
 * `IsotonicRegression(out_of_bounds="clip")` at the points learnt from.
 * @param rows ascending by `score`, each score once
 * @see Barlow et al. 1972; Zadrozny & Elkan 2002, doi:10.1145/775047.775151
 */
export function fitIsotonic(
  rows: readonly { readonly score: number; readonly n: number; readonly events: number }[],
): CalibrationMap {
  const blocks: Block[] = [];
  for (const { score, n, events } of rows) {
    let block: Block = { weight: n, events, first: score, last: score };
    for (;;) {
      const before = blocks.at(-1);
      if (before === undefined || before.events * block.weight < block.events * before.weight) break;
      blocks.pop();
      block = {
        weight: before.weight + block.weight,
        events: before.events + block.events,
        first: before.first,
        last: block.last,
      };
    }
    blocks.push(block);
  }
  const points = blocks.flatMap(({ weight, events, first, last }) =>
    (first === last ? [first] : [first, last]).map((at) => [at, events / weight] as const),
  );
  return { from: points.map(([at]) => at), to: points.map(([, value]) => value) };
}

/** A probability read off the curve: straight lines between its points, level beyond its ends. */
export function calibrated({ from, to }: CalibrationMap, probability: number): number {
  let [low, high] = [0, from.length - 1];
  if (high < 0) return probability;
  if (probability <= from[0]!) return to[0]!;
  if (probability >= from[high]!) return to[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from[middle]! <= probability) low = middle;
    else high = middle;
  }
  const share = (probability - from[low]!) / (from[high]! - from[low]!);
  return to[low]! + share * (to[high]! - to[low]!);
}
