/** Who people are here. One literal, shared by server and screen. */
export const ROLES = ["nurse", "clinician", "administrator", "data-scientist", "compliance"] as const;
export type Role = (typeof ROLES)[number];

/** Everything that can be done, by verb name. */
export const VERB_NAMES = [
  "list-worklist",
  "read-stay",
  "flag-prediction",
  "withdraw-flag",
  "import-bundles",
  "set-up-demo",
  "read-audit",
] as const;
export type VerbName = (typeof VERB_NAMES)[number];

/**
 * The one role × verb table.
 * Nurses and clinicians both flag: whoever stands at the bed may see that a number is wrong. Administrators plan
 * beds from the list and open no patient. A data scientist reads what was predicted and said, to judge the model,
 * and says nothing about a patient. Compliance reads who did what, not the patients themselves.
 */
const MAY: Readonly<Record<Role, readonly VerbName[]>> = {
  nurse: ["list-worklist", "read-stay", "flag-prediction", "withdraw-flag"],
  clinician: ["list-worklist", "read-stay", "flag-prediction", "withdraw-flag"],
  administrator: ["list-worklist"],
  "data-scientist": ["list-worklist", "read-stay"],
  compliance: ["read-audit"],
};

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

/** What an operator may do at the machine, signed in as nobody. */
const SYSTEM_MAY: readonly VerbName[] = ["import-bundles", "set-up-demo"];

/** Whether a role may use a verb at all; the ward is asked apart. */
export function mayUse(role: Role | "system", verb: VerbName): boolean {
  return (role === "system" ? SYSTEM_MAY : MAY[role]).includes(verb);
}

/** Whether an actor may see a ward. The system sees every ward; a person sees the wards given to them. */
export function maySeeWard(actor: Pick<Actor | SystemActor, "role" | "wardIds">, wardId: string): boolean {
  return actor.role === "system" || actor.wardIds.includes(wardId);
}
