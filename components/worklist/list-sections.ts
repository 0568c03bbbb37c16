import type { LeavingGroup } from "@/lib/core/worklist/leaving-group";
import { groupWorklist } from "@/lib/core/worklist/worklist";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** A stretch of the list under one heading: everybody who leaves then. */
export interface ListSection {
  readonly key: LeavingGroup;
  readonly title: string;
  /** Highest risk first. */
  readonly scored: readonly WorklistRow[];
  /** In a group of their own within it: whoever reads who leaves today must not have to look further down for them. */
  readonly unscored: readonly WorklistRow[];
}

export const NO_SCORE = "No model score, use judgement";

const TITLES: Readonly<Record<LeavingGroup, string>> = {
  today: "Leaving today",
  tomorrow: "Leaving tomorrow",
  later: "Leaving later",
  unknown: "No leaving date recorded",
};

/** The list as it is read: by when patients leave, then risk, then those without a score. */
export function toSections(rows: readonly WorklistRow[]): ListSection[] {
  return groupWorklist(rows).map(({ leaving, scored, unscored }) => ({
    key: leaving,
    title: TITLES[leaving],
    scored,
    unscored,
  }));
}
