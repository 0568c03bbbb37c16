import type { ExclusionReason } from "@/lib/core/outcomes/outcome";

/** What can be counted after an index stay; always named beside a figure. */
export const LABEL_TARGETS = ["any-readmission-30d", "unplanned-readmission-30d"] as const;
export type LabelTarget = (typeof LABEL_TARGETS)[number];

/** Which version of the rules said a label; another one says every label anew. */
export const LABEL_RULE_VERSION = "3";

/**
 * What followed. "died": within the 30 days and without such a readmission, a competing event and never a success.
 * "withdrawn": the record no longer ends the stay, or no longer shows it, so nothing is said of it any more.
 */
export const LABEL_STATUSES = ["readmitted", "not-readmitted", "died", "excluded", "withdrawn"] as const;
export type LabelStatus = (typeof LABEL_STATUSES)[number];

/** Why a stay is no index stay for the unplanned target, beyond what rules it out for any readmission. */
export type IndexExclusion =
  | ExclusionReason
  | "not-acute"
  | "psychiatric"
  | "rehabilitation"
  | "cancer-treatment"
  | "continued-same-day";

/** On what grounds planned readmissions were told apart; null where no readmission had to be judged. */
export type PlannedBasis = "diagnosis-rules-only" | "diagnosis-and-procedure-rules";

/** Which stays and Encounters a label rests on. */
export interface LabelEvidence {
  /** The stays that make the episode, the index stay last: more than one where a transfer was joined. */
  readonly stayIds: readonly string[];
  /** FHIR references of the index stay and of the readmission, e.g. "Encounter/123". */
  readonly encounters: readonly string[];
  /** The rule that made a readmission planned, e.g. "potentially planned procedure: hip replacement"; else null. */
  readonly planned: string | null;
}

/** What followed one index stay, by one target and one version of the rules. Times are epoch ms. */
export interface Label {
  readonly stayId: string;
  readonly target: LabelTarget;
  readonly status: Exclude<LabelStatus, "withdrawn">;
  readonly reason: IndexExclusion | null;
  readonly plannedBasis: PlannedBasis | null;
  readonly readmissionStayId: string | null;
  readonly readmittedAt: number | null;
  readonly dischargedAt: number;
  /** From when nothing more can change it but corrected data. */
  readonly maturesAt: number;
  readonly evidence: LabelEvidence;
}
