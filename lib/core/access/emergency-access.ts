/** Why somebody opened a patient of a ward that is not theirs. */
export const EMERGENCY_REASONS = ["emergency", "covering", "asked-by-team", "other"] as const;
export type EmergencyReason = (typeof EMERGENCY_REASONS)[number];
