import type { GridSide, PairGrid } from "@/components/charts/pair-grid";
import type { FeatureSpec, FeatureValue } from "@/lib/core/features/feature-spec";
import { levelLabel, rangeLabel } from "@/lib/core/features/feature-words";
import type { ManifestTerm } from "@/lib/core/model/manifest";

type PairTerm = Extract<ManifestTerm, { readonly kind: "pair" }>;
type Cells = PairTerm["sides"][number];

/** One side's value of this patient, and whether it could be known when the number was made. */
export interface GridValue {
  readonly spec: FeatureSpec;
  readonly value: FeatureValue;
  readonly isKnowable: boolean;
}

/** Which cell a value lies in; what is missing lies in the cell that lists nothing, else in the first. */
function cellOf(cells: Cells, { spec, value, isKnowable }: GridValue): number {
  if (!isKnowable) return -1;
  if (value === null)
    return Math.max(
      0,
      cells.findIndex((cell) => cell.length === 0),
    );
  if (spec.kind === "categorical") return cells.findIndex((cell) => cell.includes(value));
  const starts = cells.map((cell) => Math.min(...cell.map(Number)));
  const below = starts.map((start, cell) => ({ start, cell })).filter(({ start }) => start <= Number(value));
  return below.reduce((best, one) => (one.start >= best.start ? one : best), { start: -1, cell: -1 }).cell;
}

/** Most levels a heading names; the others are counted. */
const NAMED = 2;

function levelsLabel(spec: FeatureSpec, codes: readonly string[]): string {
  const named = codes.slice(0, NAMED).map((code) => levelLabel(spec, code));
  const more = codes.length - named.length;
  return `${named.join("; ")}${more > 0 ? `; ${more} more` : ""}`;
}

function cellLabels(cells: Cells, spec: FeatureSpec): string[] {
  if (spec.kind === "categorical")
    return cells.map((cell) => (cell.length === 0 ? "Not recorded" : levelsLabel(spec, cell.map(String))));
  const starts = cells.map((cell) => Math.min(...cell.map(Number)));
  const step = spec.step ?? 1;
  return starts.map((start) => {
    if (!Number.isFinite(start)) return "Not recorded";
    const next = Math.min(...starts.filter((other) => other > start));
    if (!Number.isFinite(next)) return `${Math.max(0, Math.ceil(start))} or more`;
    return rangeLabel(start, Math.max(next, start + step));
  });
}

function toSide(cells: Cells, value: GridValue): GridSide {
  const current = cellOf(cells, value);
  return {
    title: value.spec.label,
    cells: cellLabels(cells, value.spec).map((label, cell) => ({ label, isCurrent: cell === current })),
  };
}

/** What the model adds for two features together, this patient's cell marked; the longer side runs down the page. */
export function termGrid(term: PairTerm, [a, b]: readonly [GridValue, GridValue]): PairGrid {
  const [first, second] = [toSide(term.sides[0], a), toSide(term.sides[1], b)];
  const [height, width] = [first.cells.length, second.cells.length];
  if (height >= width) return { rows: first, columns: second, added: term.added };
  const turned = Array.from(
    { length: height * width },
    (_, at) => term.added[(at % height) * width + Math.floor(at / height)] ?? 0,
  );
  return { rows: second, columns: first, added: turned };
}
