import type { Scope } from "@/lib/core/access/scopes";
import type { ConnectionKind } from "@/lib/core/connections/connection";

/** What a kind of program comes for. */
export const KIND_WORDS: Readonly<Record<ConnectionKind, { readonly label: string; readonly hint: string }>> = {
  "api-client": { label: "API client", hint: "Reads and acts through the REST interface, as far as it is let." },
  "cds-client": { label: "CDS Hooks client", hint: "An EHR that asks for cards." },
  "smart-server": { label: "SMART server", hint: "An EHR that opens Wardlight from a patient." },
  notifier: { label: "Notifier", hint: "A FHIR server that says when something changed." },
};

export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  predict: "Score a record it sends",
  "predictions.read": "Read scores over time",
  "stays.read": "Read the list and patients",
  "patients.read": "Find patients",
  "flags.read": "Read flags",
  "flags.write": "Flag scores",
  "alerts.read": "Read alerts",
  "alerts.write": "Answer alerts",
  "interventions.write": "Note what was done",
  "models.read": "Read about the model",
  "flow.read": "Read patient flow",
  "forecasts.read": "Read forecasts of beds, staff, theatres and who comes",
  "staffing.write": "Say how units are staffed",
  "stock.write": "Say how much stock there is",
  cds: "Ask for cards",
  notify: "Say that a patient changed",
};
