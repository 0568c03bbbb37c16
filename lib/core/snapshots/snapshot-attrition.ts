import type { AttritionStep } from "@/lib/core/validation/validation-input";

const STEPS = {
  labelled: "Labelled by the target’s rules",
  index: "Index stays of the target",
  period: "Matured, and discharged in the period asked for",
  predicted: "With features of the whole stay, by this feature table",
  population: "In the population the model is for",
  adjudicated: "Not left out by an adjudication",
} as const;

/** At which step stays were left out, and why, in words. */
export interface LeftOut {
  readonly step: keyof typeof STEPS;
  readonly reason: string;
  readonly stays: number;
}

/**
 * The attrition table of a training set: from every stay in the database to its rows, each step with what it left out.
 * @param rows how many stays are in the set
 */
export function snapshotAttrition(leftOut: readonly LeftOut[], rows: number): AttritionStep[] {
  let left = rows + leftOut.reduce((sum, { stays }) => sum + stays, 0);
  const table: AttritionStep[] = [{ step: "Stays in the database", stays: left, leftOut: [] }];
  for (const [step, words] of Object.entries(STEPS)) {
    const reasons = new Map<string, number>();
    for (const one of leftOut)
      if (one.step === step && one.stays > 0) reasons.set(one.reason, (reasons.get(one.reason) ?? 0) + one.stays);
    const sorted = [...reasons]
      .map(([reason, stays]) => ({ reason, stays }))
      .sort((a, b) => b.stays - a.stays || (a.reason < b.reason ? -1 : 1));
    left -= sorted.reduce((sum, { stays }) => sum + stays, 0);
    table.push({ step: words, stays: left, leftOut: sorted });
  }
  return [...table, { step: "In the training set", stays: left, leftOut: [] }];
}
