import { FLAG_LABELS, type FlagKind } from "@/lib/core/worklist/flag-view";

/** How each kind of flag reads, and what it is for. */
export const FLAG_WORDS: Readonly<Record<FlagKind, { readonly label: string; readonly hint: string }>> = {
  "too-high": { label: FLAG_LABELS["too-high"], hint: "I expect a lower risk than this." },
  "too-low": { label: FLAG_LABELS["too-low"], hint: "I expect a higher risk than this." },
  "wrong-data": { label: FLAG_LABELS["wrong-data"], hint: "Something it was made from is not true." },
  "not-appropriate": {
    label: FLAG_LABELS["not-appropriate"],
    hint: "This patient should not be scored by this model.",
  },
};

/** Without a number there is none to be too high or too low: only what kept the patient out can be wrong. */
export const WITHOUT_NUMBER: readonly FlagKind[] = ["wrong-data"];
export const WITHOUT_NUMBER_HINT = "What keeps this patient outside the model is not true, or something is missing.";

/** What a person writes down when they flag a prediction. */
export interface FlagDraft {
  readonly kind: FlagKind;
  readonly feature: string | null;
  readonly note: string;
}
