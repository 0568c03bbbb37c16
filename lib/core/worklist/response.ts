import type { AccountRole } from "@/lib/core/access/access";

/** What a reader answers to a score. */
export const RESPONSE_KINDS = ["acknowledged", "agree-later", "dismissed"] as const;
export type ResponseKind = (typeof RESPONSE_KINDS)[number];

/** Why a score was set aside. */
export const DISMISSAL_REASONS = ["not-at-risk", "already-handled", "wrong-data", "not-my-patient", "other"] as const;
export type DismissalReason = (typeof DISMISSAL_REASONS)[number];

/** How each answer reads, and what it is for. */
export const RESPONSE_WORDS: Readonly<Record<ResponseKind, { readonly label: string; readonly hint: string }>> = {
  acknowledged: { label: "Acknowledged", hint: "You have seen it and will act on it as usual." },
  "agree-later": { label: "Agree, later", hint: "It is right, but not now: it stays to be done." },
  dismissed: { label: "Dismissed", hint: "You set it aside for this patient, and say why." },
};

export const DISMISSAL_WORDS: Readonly<Record<DismissalReason, string>> = {
  "not-at-risk": "I do not expect this patient back",
  "already-handled": "Already taken care of",
  "wrong-data": "It rests on wrong data",
  "not-my-patient": "Not my patient",
  other: "Another reason",
};

/** Longest free-text note, in characters. */
export const RESPONSE_NOTE_MAXIMUM = 1000;

/** What a reader answers; a reason belongs to a dismissal and only to one. */
export interface ResponseDraft {
  readonly kind: ResponseKind;
  readonly reason: DismissalReason | null;
  readonly note: string;
}

/** Whether an answer sets the score aside. "Agree, later" does not: the reader accepts it and only postpones. */
export function isOverride({ kind }: { readonly kind: ResponseKind }): boolean {
  return kind === "dismissed";
}

/** An answer to one prediction, as the next reader sees it. Times are ISO-8601. */
export interface ResponseView {
  readonly id: string;
  readonly stayId: string;
  readonly predictionId: string;
  readonly kind: ResponseKind;
  /** Only of a dismissal. */
  readonly reason: DismissalReason | null;
  /** The reader's own words; empty where none were written. */
  readonly note: string;
  readonly by: { readonly name: string; readonly role: AccountRole };
  readonly at: string;
  readonly withdrawnAt: string | null;
  /** Written by the reader, who alone may take it back. */
  readonly mine: boolean;
  /** The prediction it answers has since been replaced by a newer one. */
  readonly aboutEarlierPrediction: boolean;
}
