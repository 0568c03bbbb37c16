import type { FeatureSpec, View } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { levelLabel, rangeLabel } from "@/lib/core/features/feature-words";
import { type Manifest, type ManifestTerm, termName } from "@/lib/core/model/manifest";
import { termsInView } from "@/lib/core/model/terms-in-view";

type SingleTerm = Extract<ManifestTerm, { readonly kind: "single" }>;

/** What both versions add for one value, in log-odds; null where a version has no such term. */
export interface OverlaidValue {
  readonly label: string;
  /** Where it stands on the number line; null for what has no place there. */
  readonly x: number | null;
  readonly first: number | null;
  readonly second: number | null;
}

export interface OverlaidShape {
  readonly feature: string;
  readonly label: string;
  readonly kind: "line" | "bars";
  readonly axis: string;
  readonly values: readonly OverlaidValue[];
  /** The largest difference for any value, log-odds; what one version lacks counts as nothing added. */
  readonly largestDifference: number;
}

export interface OverlaidShapes {
  /** Largest difference first. */
  readonly shapes: readonly OverlaidShape[];
  /** Pairs of features that only one of the two has a term for. */
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
}

const singles = (terms: readonly ManifestTerm[]): Map<string, SingleTerm> =>
  new Map(terms.flatMap((term) => (term.kind === "single" ? [[term.feature, term] as const] : [])));

const pairs = (terms: readonly ManifestTerm[]): string[] =>
  terms.filter(({ kind }) => kind === "pair").map((term) => termName(term));

/** What a numeric term adds from this edge up. */
const addedFrom = (term: SingleTerm | undefined, edge: number): number | null =>
  term === undefined ? null : (term.points.findLast(({ from }) => Number(from) <= edge)?.added ?? null);

function overlayNumbers(first: SingleTerm | undefined, second: SingleTerm | undefined): OverlaidValue[] {
  const edges = [
    ...new Set([...(first?.points ?? []), ...(second?.points ?? [])].map(({ from }) => Math.max(0, Number(from)))),
  ].sort((a, b) => a - b);
  return edges.map((edge, at) => ({
    label: rangeLabel(edge, edges[at + 1]),
    x: Math.ceil(edge),
    first: addedFrom(first, edge),
    second: addedFrom(second, edge),
  }));
}

function overlayLevels(
  spec: FeatureSpec,
  first: SingleTerm | undefined,
  second: SingleTerm | undefined,
): OverlaidValue[] {
  const codes = [...new Set([...(first?.points ?? []), ...(second?.points ?? [])].map(({ from }) => String(from)))];
  const of = (term: SingleTerm | undefined, code: string) =>
    term?.points.find(({ from }) => String(from) === code)?.added ?? null;
  return codes.map((code) => ({
    label: levelLabel(spec, code),
    x: null,
    first: of(first, code),
    second: of(second, code),
  }));
}

const gap = ({ first, second }: OverlaidValue): number => Math.abs((first ?? 0) - (second ?? 0));

/** What two versions add for every value of every feature in one view, one over the other. */
export function overlayShapes(first: Manifest, second: Manifest, view: View): OverlaidShapes {
  const [firstTerms, secondTerms] = [termsInView(first, view), termsInView(second, view)];
  const [a, b] = [singles(firstTerms), singles(secondTerms)];
  const shapes = FEATURES.flatMap((spec): OverlaidShape[] => {
    const [one, other] = [a.get(spec.name), b.get(spec.name)];
    if (one === undefined && other === undefined) return [];
    const values = [
      ...(spec.kind === "numeric" ? overlayNumbers(one, other) : overlayLevels(spec, one, other)),
      {
        label: "Not recorded",
        x: null,
        first: one?.notRecorded.added ?? null,
        second: other?.notRecorded.added ?? null,
      },
    ];
    return [
      {
        feature: spec.name,
        label: spec.label,
        kind: spec.kind === "numeric" ? "line" : "bars",
        axis: spec.kind === "numeric" ? spec.unit : "",
        values,
        largestDifference: Math.max(0, ...values.map(gap)),
      },
    ];
  });
  const [firstPairs, secondPairs] = [pairs(firstTerms), pairs(secondTerms)];
  return {
    shapes: shapes.sort((x, y) => y.largestDifference - x.largestDifference),
    onlyFirst: firstPairs.filter((name) => !secondPairs.includes(name)),
    onlySecond: secondPairs.filter((name) => !firstPairs.includes(name)),
  };
}
