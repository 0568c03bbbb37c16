import { type ExpectedCount, expectedCount } from "@/lib/core/statistics/poisson-binomial";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** Most calls a day can have; more is a slip of the keyboard. */
export const LARGEST_CAPACITY = 500;

/** How many patients a ward can act on today, as it was last set. */
export interface CutoffView {
  readonly capacity: number;
  /** Who was above the line when it was set, in working order. */
  readonly stayIds: readonly string[];
  readonly byName: string;
  /** ISO-8601. */
  readonly at: string;
}

/** Where the line stands in the list as it is now. */
export interface CutoffLine {
  /** Above the line, in working order. */
  readonly above: readonly WorklistRow[];
  /** The line is drawn below this stay; null where nobody is above it or everybody is. */
  readonly afterStayId: string | null;
  /** Were above when it was set and have left the list since: their places count as used. */
  readonly leftCount: number;
  /** Are above now and were not when it was set. */
  readonly movedInCount: number;
  /** How many of those above may be readmitted. */
  readonly yield: ExpectedCount;
}

/** Those who can be ranked: patients with a number, in the order they stand in. */
export function rankedRows(rows: readonly WorklistRow[]): readonly WorklistRow[] {
  return rows.filter(({ probability }) => probability !== null);
}

/** The line for a number of places, in rows that stand in working order. */
export function placeCutoff(
  rows: readonly WorklistRow[],
  cutoff: Pick<CutoffView, "capacity" | "stayIds">,
): CutoffLine {
  const ranked = rankedRows(rows);
  const here = new Set(rows.map(({ stayId }) => stayId));
  const wereAbove = new Set(cutoff.stayIds);
  const leftCount = cutoff.stayIds.filter((stayId) => !here.has(stayId)).length;
  const above = ranked.slice(0, Math.max(0, cutoff.capacity - leftCount));
  return {
    above,
    afterStayId: above.length < ranked.length ? (above.at(-1)?.stayId ?? null) : null,
    leftCount,
    movedInCount: above.filter(({ stayId }) => !wereAbove.has(stayId)).length,
    yield: expectedCount(above.map(({ probability }) => probability ?? 0)),
  };
}
