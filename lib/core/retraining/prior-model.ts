import { NOT_RECORDED, NOT_YET_KNOWN, VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import type { Manifest, ManifestTerm } from "@/lib/core/model/manifest";
import { type AdditiveModel, type Term, termKnownFrom } from "@/lib/core/training/additive-model";
import type { FeatureBins } from "@/lib/core/training/bin-feature";
import type { GridSide } from "@/lib/core/training/pair-grid";
import { KNOWN_FROM } from "@/lib/core/training/training-data";

/** A model that is already written, as the trainer works with it. */
export interface PriorModel {
  readonly bins: readonly FeatureBins[];
  readonly model: AdditiveModel;
}

type SingleTerm = Extract<ManifestTerm, { kind: "single" }>;
type PairTerm = Extract<ManifestTerm, { kind: "pair" }>;

/** A graph's answers to rows: as `LoadedModel.score` gives them with bags. */
export type AskGraph = (
  encoded: Float32Array,
  views: Uint8Array,
) => Promise<{
  readonly contributions: Float32Array;
  readonly baseline: Float32Array;
  readonly bagLogits: Float32Array;
}>;

const isSingle = (term: ManifestTerm): term is SingleTerm => term.kind === "single";
const isPair = (term: ManifestTerm): term is PairTerm => term.kind === "pair";

/** Bin edges of a feature, from its own term. */
function binsOf(feature: number, { points }: SingleTerm): FeatureBins {
  const { kind } = FEATURES[feature]!;
  const edges = Float64Array.from(points, ({ from }, index) => (kind === "numeric" ? Number(from) : index));
  return { kind, count: edges.length + 1, edges };
}

/** Encoded value that falls into a bin. */
const valueIn = (bins: FeatureBins, bin: number): number => (bin === 0 ? NOT_RECORDED : bins.edges[bin - 1]!);

/**
 * Which cell each bin falls into. "Not recorded" is in the cell that lists nothing: the last such, because a side
 * whose first cell was left empty has that one for no bin at all; where every cell lists something it is in cell 0.
 */
function sideOf(feature: number, { points }: SingleTerm, cells: PairTerm["sides"][number]): GridSide {
  const binOfFrom = new Map(points.map(({ from }, index) => [from, index + 1]));
  const cellOf = new Uint8Array(points.length + 1);
  const numeric = FEATURES[feature]!.kind === "numeric";
  for (const [cell, held] of cells.entries()) {
    if (held.length === 0 && !numeric) cellOf[0] = cell;
    for (const from of held) cellOf[binOfFrom.get(from)!] = cell;
  }
  return { cells: cells.length, cellOf };
}

/** Rows that each know one feature, or two, and nothing else. */
class Probes {
  readonly #rows: (readonly (readonly [feature: number, value: number])[])[] = [];

  /** @returns the row's number */
  add(...known: readonly (readonly [number, number])[]): number {
    return this.#rows.push(known) - 1;
  }

  encoded(): Float32Array {
    const width = FEATURES.length;
    const matrix = new Float32Array(this.#rows.length * width).fill(NOT_YET_KNOWN);
    for (const [row, known] of this.#rows.entries()) {
      for (const [feature, value] of known) matrix[row * width + feature] = value;
    }
    return matrix;
  }

  get count(): number {
    return this.#rows.length;
  }
}

/**
 * Reads a written model back into bins, shapes and bags by asking the graph itself: what a feature adds alone, bin by
 * bin, and what a pair adds, cell by cell, while all the rest is not yet known and adds nothing. So a model can be
 * trained further wherever it came from, and to the graph's own precision, not the manifest's.
 *
 * Its calibration keeps each view's scale; the shift is in the baselines.
 */
export async function readPrior(manifest: Manifest, ask: AskGraph): Promise<PriorModel> {
  const singles = new Map(manifest.terms.filter(isSingle).map((term) => [featureIndex(term.feature), term]));
  const bins = FEATURES.map((_, feature) => binsOf(feature, singles.get(feature)!));
  const probes = new Probes();
  const nothing = VIEWS.map(() => probes.add());
  const ofFeature = bins.map((own, feature) =>
    Array.from({ length: own.count }, (_, bin) => probes.add([feature, valueIn(own, bin)])),
  );
  const pairs = manifest.terms.filter(isPair).map((term) => {
    const features = [featureIndex(term.features[0]), featureIndex(term.features[1])] as const;
    const sides = [
      sideOf(features[0], singles.get(features[0])!, term.sides[0]),
      sideOf(features[1], singles.get(features[1])!, term.sides[1]),
    ] as const;
    const cells = Array.from({ length: sides[0].cells * sides[1].cells }, (_, cell) => {
      const a = sides[0].cellOf.indexOf(Math.floor(cell / sides[1].cells));
      const b = sides[1].cellOf.indexOf(cell % sides[1].cells);
      if (a < 0 || b < 0) return null;
      const row = probes.add(
        [features[0], valueIn(bins[features[0]]!, a)],
        [features[1], valueIn(bins[features[1]]!, b)],
      );
      return { row, alone: [ofFeature[features[0]]![a]!, ofFeature[features[1]]![b]!] as const };
    });
    return { at: manifest.terms.indexOf(term), features, sides, cells };
  });

  const discharge = VIEWS.length - 1;
  const views = new Uint8Array(probes.count).fill(discharge);
  for (const [view, row] of nothing.entries()) views[row] = view;
  const { contributions, baseline, bagLogits } = await ask(probes.encoded(), views);
  const terms = manifest.terms.length;
  const { bags } = manifest;
  const scales = VIEWS.map((view) => manifest.views[view].scale);
  const scale = scales[discharge]!;
  const added = (row: number, term: number): number => contributions[row * terms + term]! / scale;
  /** What a row says more than nothing at all, in one bag. */
  const inBag = (row: number, bag: number): number =>
    (bagLogits[row * bags + bag]! - bagLogits[nothing[discharge]! * bags + bag]!) / scale;
  const allBags = Array.from({ length: bags }, (_, bag) => bag);

  const features = ofFeature.map((rows, feature): Term => {
    const at = manifest.terms.indexOf(singles.get(feature)!);
    return {
      features: [feature],
      knownFrom: termKnownFrom(KNOWN_FROM, [feature]),
      shape: Float64Array.from(rows, (row) => added(row, at)),
      bagShapes: allBags.map((bag) => Float64Array.from(rows, (row) => inBag(row, bag))),
    };
  });
  const paired = pairs.map(({ at, features: both, sides, cells }): Term => {
    return {
      features: both,
      grid: { features: both, sides },
      knownFrom: termKnownFrom(KNOWN_FROM, both),
      shape: Float64Array.from(cells, (cell) => (cell ? added(cell.row, at) : 0)),
      bagShapes: allBags.map((bag) =>
        Float64Array.from(cells, (cell) =>
          cell ? inBag(cell.row, bag) - inBag(cell.alone[0], bag) - inBag(cell.alone[1], bag) : 0,
        ),
      ),
    };
  });
  return {
    bins,
    model: {
      terms: [...features, ...paired],
      baselines: Float64Array.from(nothing, (row, view) => baseline[row]! / scales[view]!),
      bagBaselines: allBags.map((bag) =>
        Float64Array.from(nothing, (row, view) => bagLogits[row * bags + bag]! / scales[view]!),
      ),
      calibration: scales.map((own) => ({ scale: own, shift: 0 })),
    },
  };
}
