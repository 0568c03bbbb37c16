import type { VerbName } from "@/lib/core/access/access";

/**
 * What a program may be let do, and the verbs that means. A program never does more than a scope it was given, on the
 * wards its account was given; what its verbs are in the first place stands in the access table under "client".
 */
export const SCOPES = {
  predict: ["predict"],
  "predictions.read": ["list-predictions"],
  "stays.read": ["list-worklist", "read-stay", "follow-changes"],
  "patients.read": ["find-patient"],
  "flags.read": ["list-flags"],
  "flags.write": ["flag-prediction", "withdraw-flag"],
  "interventions.write": ["note-intervention", "withdraw-intervention"],
  "alerts.read": ["list-alerts"],
  "alerts.write": ["act-on-alert"],
  "models.read": ["read-models"],
  "flow.read": ["read-patient-flow"],
  "forecasts.read": ["read-census", "read-forecasts", "read-theatres"],
  "staffing.write": ["set-staffing"],
  "stock.write": ["set-stock"],
  cds: ["serve-cds-cards", "note-cds-feedback"],
  notify: ["receive-notification"],
} as const satisfies Readonly<Record<string, readonly VerbName[]>>;
export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as readonly Scope[];

/** Whether one of these scopes lets a program use a verb. */
export function scopesAllow(scopes: readonly Scope[], verb: VerbName): boolean {
  return scopes.some((scope) => (SCOPES[scope] as readonly VerbName[]).includes(verb));
}
