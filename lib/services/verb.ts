import type { z } from "zod";
import { type AnyActor, actorMayUse, maySeeWard, type VerbName } from "@/lib/core/access/access";
import type { AuditEntry } from "@/lib/core/audit/audit-entry";
import { Fault, isFault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { appendAudit, type Change } from "@/lib/services/audit-log";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import { type Asking, type Caller, findActor } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";
import { watchVerb } from "@/lib/services/watch-verb";

export type { Caller } from "@/lib/services/find-actor";

/** What a verb's work is done with. */
export interface Scope {
  readonly house: House;
  readonly tx: Transaction;
  readonly actor: Asking;
  readonly now: Date;
}

/** Ids of what was touched, and counts and codes: never a name, a note or a clinical value. */
export interface AuditNote {
  readonly target: Readonly<Record<string, string>>;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/** A verb's answer cannot be given without saying what to write in the audit. */
export interface Outcome<Output> {
  readonly output: Output;
  readonly audit: AuditNote;
  readonly changed?: readonly Change[];
}

export interface VerbDefinition<Input extends z.ZodType, Output> {
  readonly name: VerbName;
  readonly input: Input;
  /** Ids in the input, for the audit row of a refusal. */
  readonly about: (input: z.output<Input>) => Readonly<Record<string, string>>;
  /** Every ward the input touches, found before any work is done; the actor must be allowed to see each of them. */
  readonly wards: (scope: Scope, input: z.output<Input>) => Promise<readonly string[]>;
  readonly run: (scope: Scope, input: z.output<Input>) => Promise<Outcome<Output>>;
}

/** What a verb that takes long says on the way, to whoever waits for it: counts and sentences, nothing of patients. */
export type Tell = (said: Readonly<Record<string, string | number>>) => void;

export interface Verb<Input extends z.ZodType, Output> {
  (house: House, caller: Caller, input: z.input<Input>, tell?: Tell): Promise<Output>;
  readonly verbName: VerbName;
  /** What it takes, for doors that say so before it is called. */
  readonly input: Input;
}

/** Which field is wrong and how, without repeating what was sent. */
function inputFault(error: z.ZodError): Fault {
  const issue = error.issues[0];
  const where = issue?.path.join(".") ?? "";
  return new Fault("bad-input", `${where === "" ? "The input" : where}: ${issue?.message ?? "is not valid"}.`);
}

/** What is known about a call so far, for the audit row if it is refused. */
export interface Trail {
  actor: AnyActor | null;
  about: Readonly<Record<string, string>>;
}

/** What somebody who may use this verb at all asks for; a Fault where they may not, or it is not asked rightly. */
export function admit<Input extends z.ZodType>(
  { name, input, about }: Pick<VerbDefinition<Input, unknown>, "name" | "input" | "about">,
  { actor, raw, trail }: { actor: Asking; raw: unknown; trail: Trail },
): z.output<Input> {
  trail.actor = actor;
  if ("session" in actor && actor.session.passwordIsDue && name !== "change-own-password")
    throw new Fault("forbidden", "Choose a password of your own first.");
  if (!actorMayUse(actor, name)) throw new Fault("forbidden", "Your role does not allow this.");
  const parsed = input.safeParse(raw);
  if (!parsed.success) throw inputFault(parsed.error);
  trail.about = about(parsed.data);
  return parsed.data;
}

export function assertWards(actor: AnyActor, wardIds: readonly string[]): void {
  for (const wardId of wardIds)
    if (!maySeeWard(actor, wardId)) throw new Fault("forbidden", "This patient is not on one of your wards.");
}

/** Who asks for what, or a Fault where they may not; nothing is done before this. */
export async function authorise<Input extends z.ZodType>(
  definition: Pick<VerbDefinition<Input, unknown>, "name" | "input" | "about" | "wards">,
  { house, caller, raw, trail, tx }: { house: House; caller: Caller; raw: unknown; trail: Trail; tx: Transaction },
): Promise<{ readonly scope: Scope; readonly input: z.output<Input> }> {
  const now = house.clock.now();
  const actor = await findActor(tx, caller, now);
  const input = admit(definition, { actor, raw, trail });
  const scope: Scope = { house, tx, actor, now };
  assertWards(actor, await definition.wards(scope, input));
  return { scope, input };
}

/** The row of what was done. */
export function doneEntry(
  { actor, now }: Pick<Scope, "actor" | "now">,
  name: VerbName,
  audit: AuditNote | undefined,
): AuditEntry {
  // Also for a caller that slipped past the types: nothing is committed without its audit row.
  if (!audit) throw new Error(`${name} audits nothing.`);
  const { target, detail } = audit;
  return {
    at: now.toISOString(),
    actorId: actor.id,
    actorRole: actor.role,
    verb: name,
    outcome: "done",
    target,
    detail,
  };
}

/** Writes the row of what was done. */
export async function auditDone(
  scope: Scope,
  name: VerbName,
  { audit, changed }: Pick<Outcome<unknown>, "audit" | "changed">,
): Promise<void> {
  await appendAudit(scope.house, scope.tx, doneEntry(scope, name, audit), changed);
}

async function perform<Input extends z.ZodType, Output>(
  definition: VerbDefinition<Input, Output>,
  { house, caller, raw, trail }: { house: House; caller: Caller; raw: unknown; trail: Trail },
): Promise<Output> {
  return house.database.transaction(async (tx) => {
    const { scope, input } = await authorise(definition, { house, caller, raw, trail, tx });
    const outcome = await definition.run(scope, input);
    await auditDone(scope, definition.name, outcome);
    await caller.keepAnswer?.(tx, outcome.output);
    return outcome.output;
  });
}

/**
 * Makes a verb: permission, ward scope, validated input, one transaction, and an audit row inside that transaction.
 * What is refused or fails is rolled back and audited too, in a transaction of its own.
 */
export function verb<Input extends z.ZodType, Output>(definition: VerbDefinition<Input, Output>): Verb<Input, Output> {
  const attempt = async (house: House, caller: Caller, raw: z.input<Input>): Promise<Output> => {
    const trail: Trail = { actor: null, about: {} };
    try {
      return await withFreshDataKeys(house, () => perform(definition, { house, caller, raw, trail }));
    } catch (thrown) {
      await auditFailure(house, definition.name, { caller, trail, thrown });
      throw thrown;
    }
  };
  const call = (house: House, caller: Caller, raw: z.input<Input>): Promise<Output> =>
    watchVerb(definition.name, { house, caller }, () => attempt(house, caller, raw));
  return Object.assign(call, { verbName: definition.name, input: definition.input });
}

/** Who called, as far as is known when it was not even found who they are. */
function callerId(caller: Caller): string {
  if ("userId" in caller) return caller.userId;
  return "connectionId" in caller ? caller.connectionId : "system";
}

/** Writes down, in a transaction of its own, that somebody was refused or that it failed; the latter is logged too. */
export async function auditFailure(
  house: House,
  name: VerbName,
  { caller, trail, thrown }: { caller: Caller; trail: Trail; thrown: unknown },
): Promise<void> {
  if (!isFault(thrown)) house.log.error({ err: thrown, verb: name }, "verb failed");
  const code = isFault(thrown) ? thrown.code : "error";
  const actorId = trail.actor?.id ?? callerId(caller);
  try {
    await house.database.transaction((tx) =>
      appendAudit(house, tx, {
        at: house.clock.now().toISOString(),
        actorId,
        actorRole: trail.actor?.role ?? null,
        verb: name,
        outcome: isFault(thrown) ? "refused" : "failed",
        target: trail.about,
        detail: { code },
      }),
    );
  } catch (error) {
    house.log.error({ err: error, verb: name }, "a refusal could not be audited");
  }
}
