import type { IndexExclusion, LabelTarget, PlannedBasis } from "@/lib/core/labels/label";
import { exclusionWords } from "@/lib/core/validation/attrition";

/** Each target as it is named beside a figure. */
export const TARGET_WORDS: Readonly<Record<LabelTarget, string>> = {
  "any-readmission-30d": "any readmission within 30 days of discharge",
  "unplanned-readmission-30d": "unplanned readmission within 30 days of discharge (CMS-style)",
};

/** What planned status rests on, as it stands beside a label. */
export const PLANNED_BASIS_WORDS: Readonly<Record<PlannedBasis, string>> = {
  "diagnosis-rules-only": "planned status: diagnosis rules only",
  "diagnosis-and-procedure-rules": "planned status: diagnosis and procedure rules",
};

const OWN_EXCLUSIONS: Readonly<Partial<Record<IndexExclusion, string>>> = {
  "not-acute": "Not an acute inpatient stay",
  psychiatric: "Psychiatric stay",
  rehabilitation: "Rehabilitation stay",
  "cancer-treatment": "Treatment of cancer without an operation",
  "continued-same-day": "Went on the same day, for the same illness",
};

/** Why a stay is no index stay, in words; what is no code stays as it is. */
export const indexExclusionWords = (reason: string): string =>
  OWN_EXCLUSIONS[reason as IndexExclusion] ?? exclusionWords(reason);

/**
 * What has to be said where figures of two targets stand side by side; null where both are of one target.
 * @param a the first figure's target, `b` the second's
 */
export function targetDifference(a: LabelTarget, b: LabelTarget): string | null {
  if (a === b) return null;
  return [
    `These are figures of two targets: ${TARGET_WORDS[a]}, and ${TARGET_WORDS[b]}.`,
    "The unplanned target leaves out planned readmissions and psychiatric, rehabilitation and cancer stays, and counts",
    "transfers between hospitals as one stay: both its stays and its events are fewer, so a difference between the two",
    "says nothing about which model is better.",
  ].join(" ");
}
