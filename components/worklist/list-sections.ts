import type { LeavingGroup } from "@/lib/core/worklist/leaving-group";
import type { ListSort } from "@/lib/core/worklist/list-choice";
import { groupAsOrdered, groupWorklist, type WorklistGroup } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** A stretch of the list under one heading. */
export interface ListSection {
  readonly key: string;
  readonly title: string;
  /** In the order of the view. */
  readonly scored: readonly WorklistRow[];
  /** In a group of their own within it: whoever reads who leaves today must not have to look further down for them. */
  readonly unscored: readonly WorklistRow[];
  /** Rows of the sections above it. */
  readonly before: number;
}

export const NO_SCORE = "No model score, use judgement";

const TITLES: Readonly<Record<LeavingGroup, string>> = {
  today: "Leaving today",
  tomorrow: "Leaving tomorrow",
  later: "Leaving later",
  unknown: "No leaving date recorded",
};

export const SORT_WORDS: Readonly<Record<ListSort, string>> = {
  work: "Leaving, then risk",
  risk: "Highest risk first",
  lace: "Highest LACE first",
  bed: "By ward and bed",
  name: "By name",
};

function toLeavingSections(groups: readonly WorklistGroup[]): ListSection[] {
  let before = 0;
  return groups.map(({ leaving, scored, unscored }) => {
    const section = { key: leaving, title: TITLES[leaving], scored, unscored, before };
    before += scored.length + unscored.length;
    return section;
  });
}

/** A list of the past, in the order it had. */
export function keptSections(rows: readonly WorklistRow[]): ListSection[] {
  return toLeavingSections(groupAsOrdered(rows));
}

/**
 * The list as it is read: by when patients leave, then risk, then those without a score; or in one stretch in another
 * order. Only risk sets those without a score apart there, because a bed or a name everybody has.
 */
export function toSections(rows: readonly WorklistRow[], sort: ListSort): ListSection[] {
  if (sort === "work") return toLeavingSections(groupWorklist(rows));
  const isApart = (row: WorklistRow): boolean => sort === "risk" && row.probability === null;
  const scored = rows.filter((row) => !isApart(row));
  const unscored = rows.filter(isApart);
  return rows.length === 0 ? [] : [{ key: sort, title: SORT_WORDS[sort], scored, unscored, before: 0 }];
}
