import { FLAG_KINDS, type FlagKind } from "@/lib/core/worklist/flag-view";

/** What somebody in the EHR did with a card. */
export const FEEDBACK_OUTCOMES = ["accepted", "overridden"] as const;
export type FeedbackOutcome = (typeof FEEDBACK_OUTCOMES)[number];

/** Why a card can be set aside: what a flag can say, and that there is nothing left to do. */
export const OVERRIDE_REASONS = [...FLAG_KINDS, "already-handled"] as const;
export type OverrideReason = (typeof OVERRIDE_REASONS)[number];

/** The system of our reasons' codes. A name, not an address: nothing is found there. */
export const OVERRIDE_REASON_SYSTEM = "urn:wardlight:cds-hooks:override-reason";

export interface ReasonCoding {
  readonly code: OverrideReason;
  readonly system: typeof OVERRIDE_REASON_SYSTEM;
  readonly display: string;
}

/** What was done in the EHR with a card about a stay, as its next reader sees it. The person is known there alone. */
export interface CardFeedback {
  readonly id: string;
  readonly outcome: FeedbackOutcome;
  /** null: the EHR's own reason, or none. */
  readonly reason: OverrideReason | null;
  readonly comment: string;
  /** When it was done, as the EHR says; ISO-8601. */
  readonly at: string;
  /** The program that told of it. */
  readonly byName: string;
  readonly modelVersion: string;
}

export const OVERRIDE_LABELS: Readonly<Record<OverrideReason, string>> = {
  "too-high": "The score is too high",
  "too-low": "The score is too low",
  "wrong-data": "It rests on wrong data",
  "not-appropriate": "Not appropriate for this patient",
  "already-handled": "Already taken care of",
};

/** The reasons as a card offers them. @see https://cds-hooks.hl7.org/2.0/#override-reason */
export const overrideReasonCodings = (): ReasonCoding[] =>
  OVERRIDE_REASONS.map((code) => ({ code, system: OVERRIDE_REASON_SYSTEM, display: OVERRIDE_LABELS[code] }));

/** Whether a reason says that the prediction is wrong, as a flag does. */
export const isFlagKind = (reason: string | null): reason is FlagKind => FLAG_KINDS.some((kind) => kind === reason);

/** The reason of ours behind a coding that came back; null where it is the EHR's own, or none. */
export function toOverrideReason(coding: { readonly code: string; readonly system?: string | undefined } | undefined) {
  if (coding === undefined || (coding.system ?? OVERRIDE_REASON_SYSTEM) !== OVERRIDE_REASON_SYSTEM) return null;
  return OVERRIDE_REASONS.find((code) => code === coding.code) ?? null;
}
