/** Why somebody opened a patient of a ward that is not theirs. */
export const EMERGENCY_REASONS = ["emergency", "covering", "asked-by-team", "other"] as const;
export type EmergencyReason = (typeof EMERGENCY_REASONS)[number];

export const EMERGENCY_REASON_WORDS: Readonly<Record<EmergencyReason, string>> = {
  emergency: "Emergency",
  covering: "Covering this ward",
  "asked-by-team": "Asked by the treating team",
  other: "Another reason",
};

/** How long it stays open. */
export const EMERGENCY_MINUTES = 60;
export const EMERGENCY_NOTE_MAXIMUM = 500;

/** What was thought of it afterwards. */
export const EMERGENCY_VERDICTS = ["appropriate", "not-appropriate"] as const;
export type EmergencyVerdict = (typeof EMERGENCY_VERDICTS)[number];

/** Something the person did with that patient while it was open, from the audit. */
export interface EmergencyAct {
  readonly at: string;
  readonly verb: string;
  readonly outcome: "done" | "refused" | "failed";
}

/** One opening of a patient of another ward, as a reviewer sees it: who and why, and nothing of the patient. */
export interface EmergencyAccess {
  readonly id: string;
  readonly by: { readonly name: string; readonly role: string };
  readonly stayId: string;
  readonly wardName: string | null;
  readonly reason: EmergencyReason;
  readonly note: string;
  readonly at: string;
  readonly expiresAt: string;
  readonly acts: readonly EmergencyAct[];
  /** More was done than is listed. */
  readonly hasMoreActs: boolean;
  readonly review: {
    readonly verdict: EmergencyVerdict;
    readonly note: string;
    readonly at: string;
    readonly byName: string;
  } | null;
}

export interface EmergencyAccessList {
  /** Oldest first: it has waited longest. */
  readonly open: readonly EmergencyAccess[];
  /** Newest first; only the latest. */
  readonly reviewed: readonly EmergencyAccess[];
  readonly timeZone: string;
}
