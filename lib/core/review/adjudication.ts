import type { FlagKind } from "@/lib/core/worklist/flag-view";

/** What a second person can decide about a flag. */
export const DECISIONS = ["outcome-wrong", "feature-wrong", "exclude", "no-action"] as const;
export type Decision = (typeof DECISIONS)[number];

export const DECISION_WORDS: Readonly<Record<Decision, { readonly label: string; readonly hint: string }>> = {
  "outcome-wrong": {
    label: "The recorded outcome is wrong",
    hint: "Only with evidence of what really happened within 30 days.",
  },
  "feature-wrong": {
    label: "A value the score was made from is wrong",
    hint: "The right value takes its place in the next training set.",
  },
  exclude: {
    label: "Leave this stay out of training",
    hint: "It stays in every check of a model.",
  },
  "no-action": { label: "No action", hint: "Nothing is learnt otherwise because of this flag." },
};

/** What shows that a recorded outcome is wrong; without one of these no outcome is touched. */
export const EVIDENCE_KINDS = ["readmission-elsewhere", "planned", "wrong-patient"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

export const EVIDENCE_WORDS: Readonly<Record<EvidenceKind, { readonly label: string; readonly hint: string }>> = {
  "readmission-elsewhere": {
    label: "Readmitted to another hospital",
    hint: "Within 30 days of discharge, where our record shows no readmission.",
  },
  planned: {
    label: "The readmission was planned",
    hint: "Changes the unplanned outcome only: any readmission still counts.",
  },
  "wrong-patient": {
    label: "The readmission is another patient’s",
    hint: "It was recorded for this patient by mistake.",
  },
};

/** Whether the reviewer thinks the person at the bed was right: a measure of flags, never of patients. */
export const AGREEMENTS = ["agree", "disagree", "cannot-tell"] as const;
export type Agreement = (typeof AGREEMENTS)[number];

export const AGREEMENT_WORDS: Readonly<Record<Agreement, string>> = {
  agree: "Yes",
  disagree: "No",
  "cannot-tell": "Cannot tell",
};

/** Longest free text with a decision, in characters. */
export const ADJUDICATION_NOTE_MAXIMUM = 1000;

/**
 * "Too high" and "too low" say what somebody expected, not what happened: they are never grounds to alter an outcome, a
 * value, a weight or an exclusion. Only these decisions can be taken on such a flag.
 */
export function decisionsOn(kind: FlagKind): readonly Decision[] {
  return kind === "too-high" || kind === "too-low" ? ["no-action"] : DECISIONS;
}

interface Common {
  readonly id: string;
  readonly flagId: string;
  readonly flagKind: FlagKind;
  readonly stayId: string;
  /** ISO-8601. */
  readonly at: string;
}

/** What a decision does to the data a model learns from. */
export type Effect =
  | {
      readonly decision: "outcome-wrong";
      readonly evidence: EvidenceKind;
      /** Of a readmission elsewhere: whether it was planned; null with other evidence. */
      readonly wasPlanned: boolean | null;
    }
  | {
      readonly decision: "feature-wrong";
      /** Name in the feature table. */
      readonly feature: string;
      /** The right value as the model sees it (see `encodeValue`). */
      readonly corrected: number;
    }
  | { readonly decision: "exclude" | "no-action" };

/** A decision that stands. */
export type Adjudication = Common & Effect;

/** The taking back of an earlier decision; both rows stay. */
export interface AdjudicationWithdrawal {
  readonly id: string;
  /** The decision it takes back. */
  readonly withdraws: string;
  readonly at: string;
}

/** What is stored, in any order: decisions and withdrawals, never changed afterwards. */
export type AdjudicationRecord = Adjudication | AdjudicationWithdrawal;

const byTime = (a: AdjudicationRecord, b: AdjudicationRecord): number =>
  Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1);

/**
 * The decisions that stood at a moment, oldest first: taken by then, and not taken back by then. The same records and
 * moment always give the same, so that a training set can be made again as it was.
 * @param asOf ISO-8601
 */
export function standingAdjudications(records: readonly AdjudicationRecord[], asOf: string): Adjudication[] {
  const known = records.filter(({ at }) => Date.parse(at) <= Date.parse(asOf)).sort(byTime);
  const withdrawn = new Set(known.flatMap((one) => ("withdraws" in one ? [one.withdraws] : [])));
  return known.flatMap((one) => ("withdraws" in one || withdrawn.has(one.id) ? [] : [one]));
}
