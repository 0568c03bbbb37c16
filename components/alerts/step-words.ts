import type { AlertStepKind } from "@/lib/core/alerts/alert-state";

/** What a button says. */
export const STEP_WORDS: Readonly<Record<AlertStepKind, string>> = {
  acknowledge: "Take it",
  snooze: "Put off",
  dismiss: "Set aside",
  reopen: "Open again",
};

/** What is read out once it is done. */
export const STEP_DONE_WORDS: Readonly<Record<AlertStepKind, string>> = {
  acknowledge: "Taken",
  snooze: "Put off",
  dismiss: "Set aside",
  reopen: "Open again",
};
