import type { View } from "@/lib/core/features/feature-spec";
import type { Manifest, ManifestTerm } from "@/lib/core/model/manifest";

/**
 * A model's terms as they act in one view: the manifest keeps them once, and each view's calibration scales them.
 * All in log-odds; what a term adds here is what the scorer's contributions hold for the same value.
 */
export function termsInView({ terms, views }: Pick<Manifest, "terms" | "views">, view: View): readonly ManifestTerm[] {
  const { scale } = views[view];
  const scaled = <Point extends { readonly added: number; readonly spread: number }>(point: Point): Point => ({
    ...point,
    added: point.added * scale,
    spread: point.spread * scale,
  });
  return terms.map((term) =>
    term.kind === "pair"
      ? { ...term, added: term.added.map((added) => added * scale) }
      : { ...term, notRecorded: scaled(term.notRecorded), points: term.points.map((point) => scaled(point)) },
  );
}
