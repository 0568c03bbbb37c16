/** What can be noted as done for a patient before they leave; "none" says that somebody looked and left it. */
export const INTERVENTION_KINDS = [
  "call",
  "visit",
  "pharmacist-review",
  "referral",
  "follow-up-booked",
  "none",
] as const;
export type InterventionKind = (typeof INTERVENTION_KINDS)[number];
