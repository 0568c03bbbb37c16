import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import { toScoredStay } from "@/lib/core/model/to-scored-stay";
import type { LoadedModel } from "@/lib/io/onnx/load-model";

/**
 * Scores prepared stays in one call, in order, with how far retraining would move each; stays outside the model's scope
 * are never shown to it.
 */
export async function scoreStays(
  model: Pick<LoadedModel, "manifest" | "score">,
  stays: readonly PreparedStay[],
): Promise<ScoredStay[]> {
  const { manifest } = model;
  const inScope = stays.filter(({ applicability }) => applicability.inScope);
  const encoded = new Float32Array(inScope.length * FEATURES.length);
  for (const [row, stay] of inScope.entries()) encoded.set(stay.encoded, row * FEATURES.length);
  const views = Uint8Array.from(inScope, ({ view }) => VIEWS.indexOf(view));
  const output = await model.score(encoded, views, { withBags: true });
  const { bags } = manifest;
  const terms = manifest.terms.length;
  const rows = new Map(inScope.map((stay, row) => [stay, row]));
  return stays.map((stay) => {
    const row = rows.get(stay);
    if (row === undefined) return toScoredStay(stay, null, manifest);
    const raw = {
      probability: output.probability[row]!,
      baseline: output.baseline[row] ?? null,
      contributions: output.contributions.subarray(row * terms, (row + 1) * terms),
      bagLogits: output.bagLogits.subarray(row * bags, (row + 1) * bags),
    };
    return toScoredStay(stay, raw, manifest);
  });
}
