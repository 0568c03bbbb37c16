import type { AccountRole } from "@/lib/core/access/access";

/** What a clinician can say about a prediction. */
export const FLAG_KINDS = ["too-high", "too-low", "wrong-data", "not-appropriate"] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

/** How each kind reads. */
export const FLAG_LABELS: Readonly<Record<FlagKind, string>> = {
  "too-high": "Too high",
  "too-low": "Too low",
  "wrong-data": "Wrong data",
  "not-appropriate": "Not appropriate",
};

/** Longest free-text note, in characters. */
export const FLAG_NOTE_MAXIMUM = 1000;

/** A clinician's word that a prediction is wrong, as the next reader sees it. Times are ISO-8601. */
export interface FlagView {
  readonly id: string;
  readonly predictionId: string;
  readonly kind: FlagKind;
  /** Name of the feature said to be wrong; null where none was named. */
  readonly feature: string | null;
  /** The clinician's own words; empty where none were written. */
  readonly note: string;
  readonly by: { readonly name: string; readonly role: AccountRole };
  readonly at: string;
  readonly withdrawnAt: string | null;
  /** Written by the reader, who alone may withdraw it. */
  readonly mine: boolean;
  /** The prediction it was written about has since been replaced by a newer one. */
  readonly aboutEarlierPrediction: boolean;
}

/** The newest open flag of a stay, as the list shows it. */
export interface FlagSummary {
  readonly kind: FlagKind;
  readonly byName: string;
  readonly at: string;
}
