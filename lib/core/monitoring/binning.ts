import type { FeatureSpec } from "@/lib/core/features/feature-spec";
import { type Aligned, align, type Counts, sumCounts } from "@/lib/core/monitoring/counts";

/** Ranges a number is cut into … */
const RANGES = 10;
/** … and how many stays of the reference a cell holds at least: fewer say more about chance than about the data. */
export const LEAST_EXPECTED = 5;
export const REST = "other";

const isMissing = (value: string): boolean => value.startsWith("-");

/** Only what was recorded: missing is watched for itself. */
export const recorded = (counts: Counts): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([value]) => !isMissing(value)));

/**
 * Lower edges of the ranges of a number: the reference's deciles, of which equal ones are one, so that a value met by
 * more than a tenth has a range of its own. The first range takes everything below, the last everything above.
 */
export function decileEdges(reference: Counts, ranges = RANGES): number[] {
  const values = Object.entries(reference)
    .map(([value, count]) => [Number(value), count] as const)
    .sort(([a], [b]) => a - b);
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  const edges: number[] = [];
  let [below, full] = [0, 0];
  for (const [value, count] of values) {
    // A value begins a range where the ranges before it are full.
    if (below >= full) {
      edges.push(value);
      full = ((Math.floor((below * ranges) / total) + 1) * total) / ranges;
    }
    below += count;
  }
  return edges;
}

/** Counts of a number by the lower edge of its range. */
export function byRange(counts: Counts, edges: readonly number[]): Record<string, number> {
  const ranged: Record<string, number> = {};
  for (const [value, count] of Object.entries(counts)) {
    const edge = edges.findLast((from) => from <= Number(value)) ?? edges[0];
    if (edge !== undefined) ranged[edge] = (ranged[edge] ?? 0) + count;
  }
  return ranged;
}

/**
 * Levels the reference would expect fewer than five stays of, in a sample of `size`, are counted together: the rule of
 * the chi-square test. A level the reference never met is among them, and is watched for itself.
 * @see Cochran 1954, doi:10.2307/3001616
 */
function withoutRare({ cells, before, now }: Aligned): Aligned {
  const all = { before: before.reduce((a, b) => a + b, 0), now: now.reduce((a, b) => a + b, 0) };
  const least = all.now > 0 ? (LEAST_EXPECTED * (all.before + all.now)) / Math.min(all.before, all.now) : 0;
  const rename = (counts: readonly number[]): Counts =>
    sumCounts(cells.map((cell, i) => ({ [before[i]! + now[i]! < least ? REST : cell]: counts[i]! })));
  return align(rename(before), rename(now));
}

/** The recorded values of one feature, before and now, over cells that both distances and tests are taken of. */
export function toCells(spec: Pick<FeatureSpec, "kind">, before: Counts, now: Counts): Aligned {
  const [was, is] = [recorded(before), recorded(now)];
  if (spec.kind === "categorical") return withoutRare(align(was, is));
  const edges = decileEdges(was);
  return withoutRare(align(byRange(was, edges), byRange(is, edges)));
}
