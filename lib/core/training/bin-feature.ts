import { type FeatureSpec, NOT_RECORDED } from "@/lib/core/features/feature-spec";

/**
 * How one feature's encoded values fall into bins. Bin 0 is NOT_RECORDED; a category's level k is bin k + 1; a
 * number falls into the last bin whose lower edge it reaches.
 */
export interface FeatureBins {
  readonly kind: FeatureSpec["kind"];
  readonly count: number;
  /** Lower edges of bins 1, 2, … in ascending order. */
  readonly edges: Float64Array;
}

const MAXIMUM_BINS = 256;

/**
 * Bins of a feature: one for each level, or for each distinct number with neighbours merged until a bin holds
 * `minimumRows` rows (and at most 256 bins).
 *
 * @param values encoded values (n), masked values excluded by being negative
 */
export function binFeature(spec: FeatureSpec, values: Float32Array, minimumRows = 30): FeatureBins {
  if (spec.kind === "categorical") {
    return {
      kind: spec.kind,
      count: spec.levels.length + 1,
      edges: Float64Array.from(spec.levels, (_, index) => index),
    };
  }
  const counts = new Map<number, number>();
  for (const value of values) if (value >= 0) counts.set(value, (counts.get(value) ?? 0) + 1);
  const wanted = Math.max(minimumRows, values.length / MAXIMUM_BINS / 2);
  const edges: number[] = [];
  let rows = Number.POSITIVE_INFINITY;
  for (const value of [...counts.keys()].sort((a, b) => a - b)) {
    if (rows >= wanted) {
      edges.push(value);
      rows = 0;
    }
    rows += counts.get(value)!;
  }
  // The last bin may be thin: it joins its neighbour.
  if (rows < wanted && edges.length > 1) edges.pop();
  return { kind: spec.kind, count: edges.length + 1, edges: Float64Array.from(edges) };
}

/** The bin of an encoded value; a value below the first edge reads as the first bin. */
export function binOf(bins: FeatureBins, value: number): number {
  if (value <= NOT_RECORDED) return 0;
  let low = 0;
  let high = bins.edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bins.edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(low, bins.edges.length > 0 ? 1 : 0);
}
