import type { StayEnding } from "@/lib/core/fhir/stay-ending";

/** What happened after an index stay; "pending" until its 30 days are over. */
export const OUTCOME_STATUSES = ["readmitted", "not-readmitted", "died", "excluded", "pending"] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** What is counted: the shipped model's target. */
export const OUTCOME_TARGET = "any-readmission-30d";

/** How long after leaving a readmission counts, in days. */
export const OUTCOME_DAYS = 30;

/**
 * Why a stay is no index stay: how it ended (the rules of the training data, `docs/outcomes.md`), or that it is only
 * on record because its patient came back, which says nothing about how often patients do.
 */
export type ExclusionReason = StayEnding | "known-only-by-return";

/** What followed one stay. Times are epoch ms. */
export interface StayOutcome {
  readonly stayId: string;
  readonly status: OutcomeStatus;
  readonly reason: ExclusionReason | null;
  readonly readmissionStayId: string | null;
  readonly readmittedAt: number | null;
  readonly dischargedAt: number;
  /** From when nothing more can change it. Who counts outcomes must leave out those that mature later, readmitted ones too. */
  readonly maturesAt: number;
}
