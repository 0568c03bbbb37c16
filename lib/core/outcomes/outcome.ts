/** What happened after an index stay; "pending" until its 30 days are over. */
export const OUTCOME_STATUSES = ["readmitted", "not-readmitted", "died", "excluded", "pending"] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];
