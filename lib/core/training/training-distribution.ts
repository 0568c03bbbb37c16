import type { FeatureSpec } from "@/lib/core/features/feature-spec";
import type { Manifest } from "@/lib/core/model/manifest";
import type { TrainingData } from "@/lib/core/training/training-data";

type Distribution = Manifest["training"]["distribution"];

/** How often each bin of each feature occurred in training, in the view that knows most. Shares of all rows, to six decimals. */
export function trainingDistribution(
  data: TrainingData,
  rows: Uint32Array,
  specs: readonly FeatureSpec[],
): Distribution {
  const share = (count: number) => Number((count / rows.length).toFixed(6));
  return specs.map((spec, feature) => {
    const { count, edges } = data.bins[feature]!;
    const column = data.columns.at(-1)![feature]!;
    const counts = new Float64Array(count);
    for (const row of rows) counts[column[row]!]!++;
    return {
      feature: spec.name,
      notRecorded: share(counts[0]!),
      shares: Array.from(edges, (edge, index) => ({
        from: spec.kind === "categorical" ? spec.levels[index]!.code : edge,
        share: share(counts[index + 1]!),
      })),
    };
  });
}
