import type { ExclusionReason } from "@/lib/core/outcomes/outcome";
import type { AttritionStep } from "@/lib/core/validation/validation-input";

/** Where a stay dropped out, or that it did not. */
export type AttritionEnd =
  | { readonly step: "index" | "matured" | "population" | "scored"; readonly reason: string }
  | { readonly step: "analysed" };

/** So many stays came to the same end. */
export interface AttritionCount {
  readonly end: AttritionEnd;
  readonly stays: number;
}

const STEPS = [
  ["index", "Inpatient stays that can have a readmission"],
  ["matured", "Matured: 30 days since discharge are over"],
  ["population", "In the population the model is for"],
  ["scored", "Scored by this version of the model"],
] as const;

/** Codes of `lib/core/outcomes` as they are read. */
const EXCLUSION_WORDS: Readonly<Record<ExclusionReason, string>> = {
  died: "Died in the stay",
  hospice: "Discharged to hospice care",
  "against-advice": "Left against medical advice",
  transferred: "Transferred to another acute hospital",
  "still-inpatient": "Went on as an inpatient elsewhere",
  "known-only-by-return": "Known only because the patient came back",
};

/** Why a stay has no outcome, in words; what is no code stays as it is. */
export function exclusionWords(reason: string): string {
  return Object.hasOwn(EXCLUSION_WORDS, reason) ? EXCLUSION_WORDS[reason as ExclusionReason] : reason;
}

/** The attrition table: from every stay in the database to those analysed, each step with what it left out and why. */
export function attritionTable(counts: readonly AttritionCount[]): AttritionStep[] {
  let left = counts.reduce((sum, { stays }) => sum + stays, 0);
  const table: AttritionStep[] = [{ step: "Stays in the database", stays: left, leftOut: [] }];
  for (const [name, step] of STEPS) {
    const reasons = new Map<string, number>();
    for (const { end, stays } of counts)
      if (end.step === name) reasons.set(end.reason, (reasons.get(end.reason) ?? 0) + stays);
    const leftOut = [...reasons]
      .map(([reason, stays]) => ({ reason, stays }))
      .filter(({ stays }) => stays > 0)
      .sort((a, b) => b.stays - a.stays || a.reason.localeCompare(b.reason));
    left -= leftOut.reduce((sum, { stays }) => sum + stays, 0);
    table.push({ step, stays: left, leftOut });
  }
  return [...table, { step: "Analysed", stays: left, leftOut: [] }];
}
