/** How a reader answers a prediction. "agree-later" is no override: they agree, and will act another time. */
export const RESPONSE_KINDS = ["acknowledged", "agree-later", "dismissed"] as const;
export type ResponseKind = (typeof RESPONSE_KINDS)[number];

/** Why a prediction is dismissed. */
export const DISMISSAL_REASONS = ["not-at-risk", "already-handled", "wrong-data", "not-my-patient", "other"] as const;
export type DismissalReason = (typeof DISMISSAL_REASONS)[number];
