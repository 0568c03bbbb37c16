import { type Scope, scopesAllow } from "@/lib/core/access/scopes";

/** Who people are here. One literal, shared by server and screen. */
export const ROLES = ["nurse", "clinician", "administrator", "data-scientist", "compliance"] as const;
export type Role = (typeof ROLES)[number];

/** People by role, a program by its scopes, or an operator at the machine itself. */
export type Doer = Role | "client" | "system";

/** Whose accounts there are: people's, and programs' that nobody signs in with. */
export type AccountRole = Exclude<Doer, "system">;

/** Who works on a ward. Whoever stands at the bed may see that a number is wrong, and says what was done. */
const WARD = ["nurse", "clinician"] as const;

/** Who decides on a flag: those who know the patient's course, and those who judge the model. */
export const REVIEWERS = ["clinician", "data-scientist"] as const satisfies readonly Role[];

/**
 * The one verb × role table: everything that can be done, and who may do it at all; the ward is asked apart.
 * Administrators plan beds and keep accounts, and open no patient. A ward sees its own beds ahead and changes nothing of
 * them; who waits in the emergency department is for planners alone, so that no chance of admission decides about one. A data scientist reads what was predicted and said,
 * to judge the model, and says nothing about a patient; making scores visible takes a clinician as well. Compliance
 * reads who did what, not the patients themselves.
 */
const MAY_USE = {
  "list-worklist": [...WARD, "administrator", "data-scientist", "client"],
  "read-stay": [...WARD, "data-scientist", "client"],
  "follow-changes": [...WARD, "administrator", "data-scientist", "client"],
  "find-patient": [...WARD, "client"],
  "flag-prediction": [...WARD, "client"],
  "withdraw-flag": [...WARD, "client"],
  "list-flags": ["data-scientist", "client"],
  "list-reviews": REVIEWERS,
  "assign-flag": REVIEWERS,
  "adjudicate-flag": REVIEWERS,
  "withdraw-adjudication": REVIEWERS,
  "list-adjudications": [...REVIEWERS, "system"],
  "note-intervention": [...WARD, "client"],
  "withdraw-intervention": [...WARD, "client"],
  "respond-to-prediction": WARD,
  "withdraw-response": WARD,
  "set-cutoff": WARD,
  "list-alerts": [...WARD, "client"],
  "act-on-alert": [...WARD, "client"],
  "read-alert-rules": [...WARD, "administrator", "data-scientist"],
  "preview-alert-rule": ["clinician", "administrator", "data-scientist"],
  "save-alert-rule": ["clinician", "administrator"],
  "sweep-alerts": ["system"],
  "break-glass": WARD,
  "list-break-glass": ["compliance"],
  "review-break-glass": ["compliance"],
  predict: ["client"],
  "list-predictions": ["data-scientist", "client"],
  "read-patient-flow": ["administrator", "client"],
  "read-census": [...WARD, "administrator", "client"],
  "read-ed-board": ["administrator"],
  "set-unit-beds": ["administrator"],
  "set-staffing": ["administrator", "client"],
  "read-theatres": ["administrator", "client"],
  "set-theatres": ["administrator"],
  "save-procedure-profile": ["administrator"],
  "set-stock": ["administrator", "client"],
  "read-forecasts": ["administrator", "data-scientist", "client"],
  "read-forecast-accuracy": ["administrator", "data-scientist"],
  "set-forecast-setting": ["administrator"],
  "make-forecasts": ["system"],
  "learn-census": ["system"],
  "read-programme": ["clinician", "administrator", "data-scientist"],
  "read-models": ["clinician", "data-scientist", "client", "system"],
  "validate-model": ["data-scientist", "system"],
  "decide-visibility": ["clinician", "data-scientist"],
  "judge-candidate": ["data-scientist", "system"],
  "read-gates": ["clinician", "data-scientist", "system"],
  "compare-models": ["clinician", "data-scientist"],
  "register-model": ["data-scientist", "system"],
  "promote-model": ["clinician", "data-scientist", "system"],
  "set-rollout": ["clinician", "data-scientist", "system"],
  "roll-back-model": ["clinician", "administrator", "data-scientist", "system"],
  "read-labels": ["clinician", "data-scientist", "system"],
  "make-snapshot": ["data-scientist", "system"],
  "read-snapshots": ["data-scientist", "system"],
  "read-past-list": ["administrator", "data-scientist", "compliance"],
  "start-training": ["data-scientist"],
  "cancel-training": ["data-scientist"],
  "read-training-runs": ["data-scientist"],
  "read-monitoring": ["clinician", "administrator", "data-scientist"],
  "answer-incident": ["administrator", "data-scientist"],
  "run-monitoring": ["data-scientist", "system"],
  "read-audit": ["compliance"],
  "verify-audit": ["compliance", "system"],
  "manage-users": ["administrator", "system"],
  "change-own-password": ROLES,
  "manage-connections": ["administrator", "system"],
  "read-connections": ["administrator", "system"],
  "revoke-sessions": ["administrator", "compliance", "system"],
  "retry-task": ["administrator", "system"],
  "serve-cds-cards": ["client"],
  "note-cds-feedback": ["client"],
  "set-write-back": ["administrator"],
  "set-notifications": ["administrator"],
  "test-connection": ["administrator"],
  "keep-subscriptions": ["system"],
  "receive-notification": ["client"],
  "manage-alert-webhooks": ["administrator"],
  "read-alert-deliveries": ["administrator"],
  "deliver-alerts": ["system"],
  "write-predictions": ["system"],
  "import-bundles": ["system"],
  "import-bulk": ["system"],
  "sync-feed": ["system"],
  "sync-demand": ["system"],
  "read-patient": ["system"],
  "find-outcomes": ["system"],
  "derive-labels": ["system"],
  "run-training": ["system"],
  "expire-past-lists": ["system"],
  "rotate-keys": ["system"],
  "set-up-demo": ["system"],
} as const satisfies Readonly<Record<string, readonly Doer[]>>;
export type VerbName = keyof typeof MAY_USE;

/** Everything that can be done, by verb name. */
export const VERB_NAMES = Object.keys(MAY_USE) as readonly VerbName[];

/** A person (or a program acting as one) at the moment a verb runs: read from the database, never from a cookie. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly wardIds: readonly string[];
}

/** Work that no person asked for, started by an operator at the machine itself. */
export interface SystemActor {
  readonly id: "system";
  readonly name: string;
  readonly role: "system";
  readonly wardIds: readonly string[];
}

/** A program outside at the moment a verb runs: its scopes and wards are read from the database each time. */
export interface ClientActor {
  readonly id: string;
  readonly name: string;
  readonly role: "client";
  readonly scopes: readonly Scope[];
  readonly wardIds: readonly string[];
}

/** Whoever a verb can be done by. */
export type AnyActor = Actor | ClientActor | SystemActor;

/** Whether a role may use a verb at all; the ward is asked apart. */
export function mayUse(role: Doer, verb: VerbName): boolean {
  const doers: readonly Doer[] = MAY_USE[verb];
  return doers.includes(role);
}

/** Whether an actor may use a verb at all: by role and, for a program, by a scope it was given; the ward is asked apart. */
export function actorMayUse(actor: AnyActor, verb: VerbName): boolean {
  return mayUse(actor.role, verb) && (actor.role !== "client" || scopesAllow(actor.scopes, verb));
}

/** Whether an actor may see a ward. The system sees every ward; a person sees the wards given to them. */
export function maySeeWard(actor: Pick<AnyActor, "role" | "wardIds">, wardId: string): boolean {
  return actor.role === "system" || actor.wardIds.includes(wardId);
}
