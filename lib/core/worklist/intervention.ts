import type { AccountRole } from "@/lib/core/access/access";

/** What can be done about a patient's risk before and after they leave, as a ward writes it down. */
export const INTERVENTION_KINDS = [
  "call",
  "visit",
  "pharmacist-review",
  "referral",
  "follow-up-booked",
  "none",
] as const;
export type InterventionKind = (typeof INTERVENTION_KINDS)[number];

/** How each kind reads, in a choice and in a sentence about the past. */
export const INTERVENTION_WORDS: Readonly<Record<InterventionKind, { readonly label: string; readonly hint: string }>> =
  {
    call: { label: "Call", hint: "Spoken to by telephone, or a call arranged." },
    visit: { label: "Visit", hint: "Seen at the bedside or at home, beyond the usual round." },
    "pharmacist-review": { label: "Pharmacist review", hint: "Medicines gone through with a pharmacist." },
    referral: { label: "Referral", hint: "Referred to another service or team." },
    "follow-up-booked": { label: "Follow-up booked", hint: "An appointment after discharge is fixed." },
    none: { label: "No action", hint: "Looked at; nothing more was done." },
  };

/** Longest free-text note, in characters. */
export const INTERVENTION_NOTE_MAXIMUM = 1000;

/** What a person writes down; whom it is about is told apart. */
export interface InterventionDraft {
  readonly kind: InterventionKind;
  readonly note: string;
}

/** Most patients one note can be about. */
export const INTERVENTION_STAYS_MAXIMUM = 100;

/** What somebody did about a stay, as the next reader sees it. Times are ISO-8601. */
export interface InterventionView {
  readonly id: string;
  readonly stayId: string;
  /** The stay's newest prediction when it was noted: what the person could have seen. null where there was none. */
  readonly predictionId: string | null;
  readonly kind: InterventionKind;
  /** The person's own words; empty where none were written. */
  readonly note: string;
  readonly by: { readonly name: string; readonly role: AccountRole };
  readonly at: string;
  readonly withdrawnAt: string | null;
  /** Noted by the reader, who alone may take it back. */
  readonly mine: boolean;
}

/** One thing done about a stay, as a list shows it. */
export interface InterventionSummary {
  readonly kind: InterventionKind;
  readonly byName: string;
  readonly at: string;
}
