import type { Role } from "@/lib/core/access/access";
import { type Counted, REVIEW_STATES, type ReviewedFlag, type ReviewKind } from "@/lib/core/flags/flag-review";
import type { OutcomeStatus } from "@/lib/core/outcomes/outcome";
import type { Agreement, Decision, EvidenceKind } from "@/lib/core/review/adjudication";
import type { ReviewMeasures } from "@/lib/core/review/review-measures";

/**
 * What can be asked for: what waits (open or assigned); what was given to the reader; a state; what EHRs told of cards,
 * which is read and not decided; or everything.
 */
export const REVIEW_CHOICES = ["waiting", "mine", ...REVIEW_STATES, "ehr", "all"] as const;
export type ReviewChoice = (typeof REVIEW_CHOICES)[number];

export const CHOICE_WORDS: Readonly<Record<ReviewChoice, string>> = {
  waiting: "Waiting",
  mine: "Assigned to me",
  open: "Nobody has it",
  assigned: "Assigned",
  decided: "Decided",
  ehr: "From the EHR",
  all: "All",
};

/** Somebody flags can be given to. */
export interface Reviewer {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** A decision as the next reader sees it. Times are ISO-8601. */
export interface AdjudicationView {
  readonly id: string;
  readonly decision: Decision;
  readonly evidence: EvidenceKind | null;
  /** YYYY-MM-DD, of a readmission elsewhere. */
  readonly readmittedOn: string | null;
  readonly wasPlanned: boolean | null;
  readonly feature: string | null;
  /** What the value was and is to be, each as a sentence of the feature table. */
  readonly wasWords: string | null;
  readonly correctedWords: string | null;
  readonly agreement: Agreement;
  readonly note: string;
  readonly by: { readonly name: string; readonly role: Role };
  readonly at: string;
  /** Taken back, by whom and why; null while it stands. */
  readonly withdrawn: { readonly byName: string; readonly at: string; readonly note: string } | null;
}

/** What the record says became of the stay. */
export interface RecordedOutcome {
  readonly status: OutcomeStatus;
  readonly readmittedAt: string | null;
  readonly maturesAt: string;
  readonly simulated: boolean;
}

/** One flag in the queue. Whoever wrote it is not named; whoever decides is. */
export interface ReviewItem extends ReviewedFlag {
  readonly assignee: Reviewer | null;
  /** Written by the reader, who therefore cannot decide on it. */
  readonly isOwn: boolean;
  readonly dischargedAt: string | null;
  readonly outcome: RecordedOutcome | null;
  /** The score’s inputs as the model saw them: one encoded value per row of the feature table. */
  readonly encoded: readonly number[];
  /** Newest first: at most one stands. */
  readonly adjudications: readonly AdjudicationView[];
}

export interface ReviewFilters {
  readonly choice: ReviewChoice;
  readonly kind: ReviewKind | null;
  readonly modelVersion: string | null;
  readonly wardId: string | null;
}

export interface ReviewQueue {
  /** Newest first, at most as many as a screen holds. */
  readonly items: readonly ReviewItem[];
  readonly total: number;
  readonly filters: ReviewFilters;
  readonly byChoice: readonly Counted<ReviewChoice>[];
  readonly byKind: readonly Counted<ReviewKind>[];
  readonly byFeature: readonly Counted<string>[];
  /** Of the flags that the other filters let through, in whatever state. */
  readonly measures: ReviewMeasures;
  readonly modelVersions: readonly string[];
  readonly wards: readonly { readonly id: string; readonly name: string }[];
  /** By ward: whom its flags can be given to. */
  readonly reviewers: readonly (Reviewer & { readonly wardIds: readonly string[] })[];
  readonly readerId: string;
  /** The reader may take the list away as CSV. */
  readonly mayExport: boolean;
  readonly asOf: string;
  readonly timeZone: string;
  readonly simulated: boolean;
}
