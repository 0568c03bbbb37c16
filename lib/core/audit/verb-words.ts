import type { VerbName } from "@/lib/core/access/access";

type Audited = VerbName | "sign-in" | "sign-out" | "authenticate-program";

/** What was done, for people who read the audit; a verb that is not here is shown by its own name. */
export const VERB_WORDS: Readonly<Partial<Record<Audited, string>>> = {
  "sign-in": "Signed in",
  "sign-out": "Signed out",
  "list-worklist": "Looked at the discharge list",
  "read-stay": "Opened a patient",
  "follow-changes": "Had a page follow what changes",
  "find-patient": "Searched for a patient",
  "flag-prediction": "Flagged a score",
  "withdraw-flag": "Withdrew a flag",
  "list-flags": "Looked at the flags",
  "note-intervention": "Noted what was done",
  "withdraw-intervention": "Withdrew a note of what was done",
  "respond-to-prediction": "Answered a score",
  "withdraw-response": "Withdrew an answer",
  "set-cutoff": "Set the day’s cut-off",
  "break-glass": "Opened a patient of another ward with a reason",
  "list-break-glass": "Looked at emergency openings",
  "review-break-glass": "Reviewed an emergency opening",
  predict: "Scored a patient sent along",
  "list-predictions": "Looked at predictions",
  "authenticate-program": "A program signed in",
  "read-patient-flow": "Looked at patient flow",
  "read-models": "Looked at the models",
  "validate-model": "Validated a model",
  "decide-visibility": "Decided whether wards see scores",
  "read-audit": "Read the audit",
  "verify-audit": "Verified the audit",
  "manage-users": "Changed accounts",
  "manage-connections": "Changed trusted programs",
  "read-connections": "Looked at trusted programs",
  "revoke-sessions": "Ended sessions",
  "change-own-password": "Changed their own password",
  "serve-cds-cards": "Gave the EHR a card",
  "note-cds-feedback": "Heard from the EHR what came of a card",
  "test-connection": "Asked whether the EHR’s server answers",
  "set-notifications": "Switched notifications on or off",
  "keep-subscriptions": "Renewed the EHR’s notifications",
  "receive-notification": "Heard from the EHR that a patient changed",
  "set-write-back": "Switched writing into the record on or off",
  "write-predictions": "Wrote scores into the record",
  "import-bundles": "Imported patients",
  "import-bulk": "Imported many patients’ files",
  "sync-feed": "Read the patient feed",
  "find-outcomes": "Looked for outcomes",
  "rotate-keys": "Replaced the encryption key",
  "set-up-demo": "Set up the demo",
};

export function verbWords(verb: string): string {
  return (VERB_WORDS as Readonly<Record<string, string>>)[verb] ?? verb;
}
