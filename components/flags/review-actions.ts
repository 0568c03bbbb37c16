import type { FeatureValue } from "@/lib/core/features/feature-spec";
import type { Agreement, Decision, EvidenceKind } from "@/lib/core/review/adjudication";

/** What a reviewer decides, as the form gives it. */
export interface DecisionDraft {
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

/** Why something could not be done, in one sentence; null where it was done. */
type Said = Promise<string | null>;

/** What can be done with a flag in the queue. */
export interface ReviewActions {
  readonly assign: (input: { readonly flagId: string; readonly assigneeId: string | null }) => Said;
  readonly decide: (draft: DecisionDraft) => Said;
  readonly takeBack: (input: { readonly flagId: string; readonly note: string }) => Said;
}
