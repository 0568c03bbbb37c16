"use client";
import { ReasonDialog } from "@/components/models/reason-dialog";
import { DECISION_NOTE_MAXIMUM } from "@/lib/core/validation/models-view";

interface DecisionDialogProps {
  readonly kind: "approved" | "withdrawn";
  readonly isSaving: boolean;
  readonly failure: string | null;
  readonly close: () => void;
  readonly decide: (note: string) => void;
}

const WORDS = {
  approved: {
    title: "Approve the newest report",
    says: "You say that you have read the newest local validation and that this model’s scores may be shown on wards here. It takes a data scientist and a clinician; when both have approved the same report, wards see scores at once.",
    button: "Approve",
  },
  withdrawn: {
    title: "Hide scores from wards",
    says: "Wards see no scores of this model from now on. To show them again, both approvals must be given anew.",
    button: "Hide scores",
  },
} as const;

/** Asks once more, with room for why. */
export function DecisionDialog({ kind, ...rest }: DecisionDialogProps) {
  const hint = "Why, for whoever reads this later. No patient’s name.";
  return <ReasonDialog {...WORDS[kind]} note={{ hint, maximum: DECISION_NOTE_MAXIMUM }} {...rest} />;
}
