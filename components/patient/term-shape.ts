import type { ShapeFunction, ShapePoint } from "@/components/charts/shape-function";
import type { FeatureSpec } from "@/lib/core/features/feature-spec";
import { levelLabel, rangeLabel } from "@/lib/core/features/feature-words";
import type { ManifestTerm } from "@/lib/core/model/manifest";

/** A stay in hospital is no visit: the title says what is counted. */
const AXIS: Readonly<Record<string, string>> = { visits: "how many" };

type SingleTerm = Extract<ManifestTerm, { readonly kind: "single" }>;
type TermPoint = SingleTerm["notRecorded"];

function toPoint(point: TermPoint, place: { x: number; label: string; isCurrent: boolean }): ShapePoint {
  return { ...place, added: point.added, low: point.added - point.spread, high: point.added + point.spread };
}

function numberPoints({ points }: SingleTerm, value: unknown): ShapePoint[] {
  const edges = points.map(({ from }) => Number(from));
  const current =
    typeof value === "number"
      ? Math.max(
          0,
          edges.findLastIndex((edge) => edge <= value),
        )
      : -1;
  return points.map((point, position) =>
    toPoint(point, {
      x: Math.max(0, Math.ceil(edges[position] ?? 0)),
      label: rangeLabel(edges[position] ?? 0, edges[position + 1]),
      isCurrent: position === current,
    }),
  );
}

function levelPoints({ points }: SingleTerm, spec: FeatureSpec, value: unknown): ShapePoint[] {
  return points.map((point, position) => {
    const label = levelLabel(spec, String(point.from));
    return toPoint(point, { x: position, label, isCurrent: point.from === value });
  });
}

/**
 * What the model adds for every value of one feature, this patient's marked; null for a pair of features, which
 * `termGrid` shows.
 * @param value this patient's: a number, a level's code, or null where it is missing.
 * @param isKnowable false where nobody can know the value yet; then no point is this patient's.
 */
export function termShape(
  term: ManifestTerm,
  spec: FeatureSpec,
  { value, isKnowable }: { readonly value: unknown; readonly isKnowable: boolean },
): ShapeFunction | null {
  if (term.kind === "pair") return null;
  const missing = toPoint(term.notRecorded, { x: -1, label: "Not recorded", isCurrent: value === null && isKnowable });
  return {
    title: spec.label,
    kind: spec.kind === "numeric" ? "line" : "bars",
    axis: spec.kind === "numeric" ? (AXIS[spec.unit] ?? spec.unit) : "",
    patientAt: spec.kind === "numeric" && typeof value === "number" ? value : null,
    points: spec.kind === "numeric" ? numberPoints(term, value) : levelPoints(term, spec, value),
    apart: [missing],
  };
}
