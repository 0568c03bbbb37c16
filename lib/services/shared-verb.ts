import { AsyncLocalStorage } from "node:async_hooks";
import type { z } from "zod";
import { type Fault, isFault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { appendAudits } from "@/lib/services/audit-log";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import { type Asking, findActors } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";
import { inRounds } from "@/lib/services/in-rounds";
import {
  admit,
  assertWards,
  auditFailure,
  type Caller,
  doneEntry,
  type Outcome,
  type Scope,
  type Trail,
  type Verb,
  type VerbDefinition,
} from "@/lib/services/verb";
import { watchVerb } from "@/lib/services/watch-verb";

/** One of those who were let in, and what they asked for. */
export interface Asked<Input> {
  readonly actor: Asking;
  readonly input: Input;
  /** Does work that is done for this one alone as part of their request and trace. */
  readonly within: Within;
}

type Within = ReturnType<typeof AsyncLocalStorage.snapshot>;

/** A verb that only reads and that many people use at the same moment. */
export interface SharedVerbDefinition<Input extends z.ZodType, Output>
  extends Pick<VerbDefinition<Input, Output>, "name" | "input" | "about"> {
  /** Every ward the input touches; the actor must be allowed to see each of them. */
  readonly wards: (input: z.output<Input>) => readonly string[];
  /** Answers everybody who was let in, in their order; a Fault in the place of each who is refused for what they sent. */
  readonly run: (
    scope: Omit<Scope, "actor">,
    asked: readonly Asked<z.output<Input>>[],
  ) => Promise<readonly (Omit<Outcome<Output>, "changed"> | Fault)[]>;
}

/** How long anybody waits for a round that is not theirs. */
const PATIENCE_MS = 100;

interface Call<Output> {
  readonly caller: Caller;
  readonly raw: unknown;
  readonly trail: Trail;
  readonly within: Within;
  readonly resolve: (output: Output) => void;
  readonly reject: (thrown: unknown) => void;
}

type Answer<Output> = { readonly output: Output } | { readonly refused: unknown };

/** Everybody's answer in one transaction; who is refused is refused alone. */
async function answerAll<Input extends z.ZodType, Output>(
  { wards, run, ...definition }: SharedVerbDefinition<Input, Output>,
  { house, tx, calls }: { house: House; tx: Transaction; calls: readonly Call<Output>[] },
): Promise<readonly Answer<Output>[]> {
  const now = house.clock.now();
  const actors = await findActors(
    tx,
    calls.map(({ caller }) => caller),
    now,
  );
  const admitted = calls.map(({ raw, trail, within }, at): Asked<z.output<Input>> | { readonly refused: unknown } => {
    try {
      const actor = actors[at];
      if (actor === undefined || isFault(actor)) throw actor;
      const input = admit(definition, { actor, raw, trail });
      assertWards(actor, wards(input));
      return { actor, input, within };
    } catch (refused) {
      return { refused };
    }
  });
  const asked = admitted.flatMap((one) => ("refused" in one ? [] : [one]));
  const outcomes = asked.length === 0 ? [] : await run({ house, tx, now }, asked);
  if (outcomes.length !== asked.length) throw new Error(`${definition.name} did not answer everybody.`);
  await appendAudits(
    house,
    tx,
    outcomes.flatMap((outcome, at) =>
      isFault(outcome) ? [] : [doneEntry({ actor: asked[at]!.actor, now }, definition.name, outcome.audit)],
    ),
  );
  const answers = outcomes.values();
  return admitted.map((one) => {
    if ("refused" in one) return one;
    const outcome = answers.next().value!;
    return isFault(outcome) ? { refused: outcome } : { output: outcome.output };
  });
}

/**
 * One round. Whoever came while it waited for the database comes along: their answer is read after they asked, so that
 * what was stored before they asked is in it.
 */
async function perform<Input extends z.ZodType, Output>(
  definition: SharedVerbDefinition<Input, Output>,
  house: House,
  take: () => readonly Call<Output>[],
): Promise<void> {
  const { name } = definition;
  let calls: readonly Call<Output>[] = [];
  const settle = async ({ caller, trail, ...call }: Call<Output>, answer: Answer<Output>): Promise<void> => {
    if ("output" in answer) return call.resolve(answer.output);
    await auditFailure(house, name, { caller, trail, thrown: answer.refused });
    call.reject(answer.refused);
  };
  try {
    const answers = await withFreshDataKeys(house, () =>
      house.database.transaction((tx) => {
        calls = calls.length > 0 ? calls : take();
        return answerAll(definition, { house, tx, calls });
      }),
    );
    await Promise.all(calls.map((call, at) => settle(call, answers[at]!)));
  } catch (thrown) {
    if (calls.length === 0) calls = take();
    // What is wrong with one must not be the others' trouble: each again alone.
    if (calls.length > 1 && !isFault(thrown))
      await Promise.all(calls.map((call) => perform(definition, house, () => [call])));
    else await Promise.all(calls.map((call) => settle(call, { refused: thrown })));
  }
}

/**
 * Makes a verb like `verb()` does, for reading only: calls that come together are answered together, in one
 * transaction (decision 9). Each caller still has their own permission, ward scope, input and audit row, committed before
 * any answer is given. Who is refused is refused alone, and audited as ever. Where the transaction fails, each of its
 * callers is tried once more in a transaction of their own.
 */
export function sharedVerb<Input extends z.ZodType, Output>(
  definition: SharedVerbDefinition<Input, Output>,
): Verb<Input, Output> {
  const doors = new WeakMap<House, (call: Call<Output>) => void>();
  const doorOf = (house: House) => {
    const door = doors.get(house) ?? inRounds<Call<Output>>((take) => perform(definition, house, take), PATIENCE_MS);
    doors.set(house, door);
    return door;
  };
  const call = (house: House, caller: Caller, raw: z.input<Input>): Promise<Output> =>
    watchVerb(
      definition.name,
      { house, caller },
      () =>
        new Promise((resolve, reject) =>
          doorOf(house)({
            ...{ caller, raw, trail: { actor: null, about: {} }, resolve, reject },
            within: AsyncLocalStorage.snapshot(),
          }),
        ),
    );
  return Object.assign(call, { verbName: definition.name, input: definition.input });
}
