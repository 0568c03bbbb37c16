import type { AccountRole } from "@/lib/core/access/access";
import type { View } from "@/lib/core/features/feature-spec";
import type { Agreement, Decision } from "@/lib/core/review/adjudication";
import { FLAG_KINDS, FLAG_LABELS } from "@/lib/core/worklist/flag-view";

/** What can stand in the review: the flags' words, and what was done with a card in an EHR for no reason of these. */
export const REVIEW_KINDS = [...FLAG_KINDS, "set-aside", "accepted"] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

export const REVIEW_LABELS: Readonly<Record<ReviewKind, string>> = {
  ...FLAG_LABELS,
  "set-aside": "Set aside in the EHR",
  accepted: "Accepted in the EHR",
};

/** Where a flag stands in its review: nobody has it, somebody has it, or it was decided. */
export const REVIEW_STATES = ["open", "assigned", "decided"] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** How far the review of a flag is. Who has it or decided is for the review alone. */
export interface FlagStanding {
  readonly state: ReviewState;
  /** The decision that stands; null where none does. */
  readonly decision: Decision | null;
  /** Whether the reviewer thought the flag right. */
  readonly agreement: Agreement | null;
  readonly decidedAt: string | null;
}

/** An open flag, or what an EHR told of a card, as whoever judges the model reads it. Nobody is named. */
export interface ReviewedFlag {
  readonly id: string;
  readonly stayId: string;
  /** There is a page of that stay here; an EHR's card can be about one that only it knows. */
  readonly isKnownHere: boolean;
  readonly source: "wardlight" | "ehr";
  readonly wardId: string | null;
  readonly wardName: string | null;
  readonly kind: ReviewKind;
  /** Name of the feature said to be wrong, and its label in plain words; null where none was named. */
  readonly feature: string | null;
  readonly featureLabel: string | null;
  /** What the prediction said of that feature, in its words then; null where it had no driver for it. */
  readonly saidThen: string | null;
  readonly note: string;
  /** What they were: who they are is no part of judging a model. */
  readonly byRole: AccountRole;
  readonly at: string;
  /** null: what a card said, which was scored from what the EHR sent. */
  readonly predictionId: string | null;
  readonly predictedAt: string;
  /** 0–1; null where the model abstained. */
  readonly probability: number | null;
  readonly view: View;
  readonly modelVersion: string;
  /** A newer prediction has taken the place of the flagged one. */
  readonly isReplaced: boolean;
  /** null: what an EHR told of a card, to be read and not decided. */
  readonly review: FlagStanding | null;
}

export interface FlagFilters {
  readonly kind: ReviewKind | null;
  readonly modelVersion: string | null;
  readonly wardId: string | null;
}

export interface Counted<Name> {
  readonly name: Name;
  readonly label: string;
  readonly count: number;
}

export interface FlagReview {
  /** Newest first, at most as many as were asked for. */
  readonly flags: readonly ReviewedFlag[];
  /** All that the filters let through. */
  readonly total: number;
  readonly filters: FlagFilters;
  /** By kind, whatever kind is filtered for, so that a filter says what it would show. */
  readonly byKind: readonly Counted<ReviewKind>[];
  /** Features named, most often first, of the flags the filters let through. */
  readonly byFeature: readonly Counted<string>[];
  readonly modelVersions: readonly string[];
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  readonly asOf: string;
  readonly timeZone: string;
  /** Patients are synthetic. */
  readonly simulated: boolean;
}
