"use server";
import { act } from "@/app/_adapters/act";
import type { FeatureValue } from "@/lib/core/features/feature-spec";
import type { Agreement, Decision, EvidenceKind } from "@/lib/core/review/adjudication";
import { adjudicateFlag, withdrawAdjudication } from "@/lib/services/adjudicate-flag";
import { assignFlag } from "@/lib/services/assign-flag";

interface DecisionInput {
  readonly flagId: string;
  readonly decision: Decision;
  readonly agreement: Agreement;
  readonly evidence?: EvidenceKind;
  readonly readmittedOn?: string;
  readonly wasPlanned?: boolean;
  readonly feature?: string;
  readonly correctedValue?: FeatureValue;
  readonly note: string;
}

/** Server action: gives a flag to a reviewer, or back to nobody. Gives why it could not be done, or null. */
export async function assignFlagAction(input: {
  readonly flagId: string;
  readonly assigneeId: string | null;
}): Promise<string | null> {
  const result = await act(assignFlag, input);
  return result.ok ? null : result.error.message;
}

/** Server action: decides on somebody else's flag. Gives why it could not be done, or null. */
export async function adjudicateFlagAction(input: DecisionInput): Promise<string | null> {
  const result = await act(adjudicateFlag, input);
  return result.ok ? null : result.error.message;
}

/** Server action: takes a decision back. Gives why it could not be done, or null. */
export async function withdrawAdjudicationAction(input: {
  readonly flagId: string;
  readonly note: string;
}): Promise<string | null> {
  const result = await act(withdrawAdjudication, input);
  return result.ok ? null : result.error.message;
}
