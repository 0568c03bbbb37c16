import type { LeavingGroup } from "@/lib/core/worklist/leaving-group";
import { groupWorklist, withoutScore } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** A stretch of the list under one heading. */
export interface ListSection {
  readonly key: LeavingGroup | "no-score";
  readonly title: string;
  readonly rows: readonly WorklistRow[];
  /** Patients who leave at the same time but have no score: listed in their own section. */
  readonly elsewhere: number;
}

export const NO_SCORE = "No model score, use judgement";

const TITLES: Readonly<Record<LeavingGroup, string>> = {
  today: "Leaving today",
  tomorrow: "Leaving tomorrow",
  later: "Leaving later",
  unknown: "No leaving date recorded",
};

/** The list as it is read: by when patients leave, then risk; those without a score in a section of their own. */
export function toSections(rows: readonly WorklistRow[]): ListSection[] {
  const sections: ListSection[] = groupWorklist(rows).map(({ leaving, scored, unscored }) => ({
    key: leaving,
    title: TITLES[leaving],
    rows: scored,
    elsewhere: unscored.length,
  }));
  const unscored = withoutScore(rows);
  if (unscored.length > 0) sections.push({ key: "no-score", title: NO_SCORE, rows: unscored, elsewhere: 0 });
  // An empty heading is worth its line only where it says that today's or tomorrow's leavers are further down.
  const isNear = ({ key }: ListSection): boolean => key === "today" || key === "tomorrow";
  return sections.filter((section) => section.rows.length > 0 || isNear(section));
}
