import { type FeatureSpec, VIEWS } from "@/lib/core/features/feature-spec";
import type { ManifestTerm } from "@/lib/core/model/manifest";
import type { AdditiveModel, Term } from "@/lib/core/training/additive-model";
import type { FeatureBins } from "@/lib/core/training/bin-feature";
import type { GridSide } from "@/lib/core/training/pair-grid";

const DECIMALS = 6;
const rounded = (value: number): number => Number(value.toFixed(DECIMALS)) + 0;

function spreadOf(bagShapes: readonly Float64Array[], cell: number): number {
  const mean = bagShapes.reduce((sum, shape) => sum + shape[cell]!, 0) / bagShapes.length;
  const squares = bagShapes.reduce((sum, shape) => sum + (shape[cell]! - mean) ** 2, 0);
  return bagShapes.length > 1 ? Math.sqrt(squares / (bagShapes.length - 1)) : 0;
}

/** What a bin of a feature holds: a number's lower edge, or a level's code. */
function fromOf(spec: FeatureSpec, { edges }: FeatureBins, bin: number): number | string {
  return spec.kind === "categorical" ? spec.levels[bin - 1]!.code : edges[bin - 1]!;
}

function sideCells(spec: FeatureSpec, bins: FeatureBins, side: GridSide): (number | string)[][] {
  const cells: (number | string)[][] = Array.from({ length: side.cells }, () => []);
  for (let bin = 1; bin < bins.count; bin++) cells[side.cellOf[bin]!]!.push(fromOf(spec, bins, bin));
  return cells;
}

function toManifestTerm(term: Term, bins: readonly FeatureBins[], specs: readonly FeatureSpec[]): ManifestTerm {
  const knownFrom = VIEWS[term.knownFrom]!;
  const [a, b] = term.features;
  const point = (cell: number) => ({
    added: rounded(term.shape[cell]!),
    spread: rounded(spreadOf(term.bagShapes, cell)),
  });
  if (!term.grid || b === undefined) {
    const points = Array.from({ length: bins[a]!.count - 1 }, (_, index) => ({
      from: fromOf(specs[a]!, bins[a]!, index + 1),
      ...point(index + 1),
    }));
    return { kind: "single", feature: specs[a]!.name, knownFrom, notRecorded: point(0), points };
  }
  return {
    kind: "pair",
    features: [specs[a]!.name, specs[b]!.name],
    knownFrom,
    sides: [sideCells(specs[a]!, bins[a]!, term.grid.sides[0]), sideCells(specs[b]!, bins[b]!, term.grid.sides[1])],
    added: Array.from(term.shape, rounded),
  };
}

/**
 * The model's terms as the manifest keeps them, in the order of the graph's contributions. Shapes are before a
 * view's calibration: a view multiplies them by its own scale.
 */
export function toManifestTerms(
  model: AdditiveModel,
  bins: readonly FeatureBins[],
  specs: readonly FeatureSpec[],
): ManifestTerm[] {
  return model.terms.map((term) => toManifestTerm(term, bins, specs));
}
