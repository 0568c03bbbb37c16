import { createHash } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import { Fault } from "@/lib/core/fault";
import { idempotentAnswers } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { type Caller, findActor } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";
import { placeOf } from "@/lib/services/sealed-columns";

/** How long an answer is kept. */
const KEPT_MS = 24 * 60 * 60_000;
/** A request that has not been answered by then never will be: its process is gone. */
const ABANDONED_MS = 60_000;
/** Stands where an answer will, while the first request is under way. */
const UNDER_WAY = 0;

interface KeptAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Outside = Pick<House, "database" | "vault" | "clock">;

/** A request as it counts for being the same again. */
export interface RepeatableRequest {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Takes the key for this request; or gives the answer that was kept for it. Prunes what is too old. */
async function take(
  house: Outside,
  { actorId, key, fingerprint, at }: { actorId: string; key: string; fingerprint: string; at: Date },
): Promise<KeptAnswer | null> {
  const { database, vault } = house;
  return database.transaction(async (tx) => {
    const mine = and(eq(idempotentAnswers.actorId, actorId), eq(idempotentAnswers.key, key));
    await tx.delete(idempotentAnswers).where(lt(idempotentAnswers.at, new Date(at.getTime() - KEPT_MS)));
    const abandoned = and(
      eq(idempotentAnswers.status, UNDER_WAY),
      lt(idempotentAnswers.at, new Date(at.getTime() - ABANDONED_MS)),
    );
    await tx.delete(idempotentAnswers).where(and(mine, abandoned));
    const place = placeOf(idempotentAnswers.body, actorId, key);
    const row = { actorId, key, fingerprint, status: UNDER_WAY, body: vault.seal(null, place), at };
    const taken = await tx
      .insert(idempotentAnswers)
      .values(row)
      .onConflictDoNothing()
      .returning({ key: idempotentAnswers.key });
    if (taken.length > 0) return null;
    const [kept] = await tx.select().from(idempotentAnswers).where(mine);
    if (kept === undefined) throw new Fault("busy", "The first request with this key has just ended. Send it again.");
    if (kept.fingerprint !== fingerprint)
      throw new Fault(
        "conflict",
        "This idempotency key was used for another request, or with other rights. Use a new one.",
      );
    if (kept.status === UNDER_WAY)
      throw new Fault(
        "conflict",
        "The first request with this idempotency key is still under way. Ask again in a moment.",
      );
    return { status: kept.status, body: vault.open(kept.body, place) };
  });
}

/**
 * Does a request once by its key: the same request again, within a day, gets the answer of the first, and nothing is
 * done again. Only answers that came of doing it are kept: what was refused or failed can be tried again.
 *
 * The key counts for whoever sent it, with the rights they have now; it is kept as a fingerprint, the answer sealed.
 * The answer is kept in the verb's own transaction: both are done, or neither. A process that dies before leaves the
 * key free after a minute; should it only have been slow, its verb finds the key taken and is undone.
 */
export async function answerOnce(
  house: Outside,
  caller: Caller,
  request: RepeatableRequest,
  { status, run }: { readonly status: number; readonly run: (caller: Caller) => Promise<unknown> },
): Promise<KeptAnswer & { readonly isReplayed: boolean }> {
  const { database, vault, clock } = house;
  const at = clock.now();
  const actor = await database.transaction((tx) => findActor(tx, caller, at));
  const rights = [actor.role, ...("scopes" in actor ? [...actor.scopes].sort() : []), "", ...[...actor.wardIds].sort()];
  const sent = createHash("sha256").update(request.body).digest("hex");
  const fingerprint = vault.fingerprint(JSON.stringify([request.method, request.path, sent, rights]));
  const key = vault.fingerprint(`idempotency-key ${request.key}`);
  const kept = await take(house, { actorId: actor.id, key, fingerprint, at });
  if (kept !== null) return { ...kept, isReplayed: true };
  const mine = and(
    eq(idempotentAnswers.actorId, actor.id),
    eq(idempotentAnswers.key, key),
    eq(idempotentAnswers.at, at),
    eq(idempotentAnswers.status, UNDER_WAY),
  );
  const keepAnswer = async (tx: Transaction, output: unknown): Promise<void> => {
    const body = vault.seal(output, placeOf(idempotentAnswers.body, actor.id, key));
    const answered = await tx
      .update(idempotentAnswers)
      .set({ status, body })
      .where(mine)
      .returning({ key: idempotentAnswers.key });
    if (answered.length === 0)
      throw new Fault("conflict", "This took so long that the same request was begun again. Ask for its answer.");
  };
  try {
    return { status, body: await run({ ...caller, keepAnswer }), isReplayed: false };
  } catch (thrown) {
    // Only what was not done: an answer that is kept stays, also where word of it was lost.
    await database.transaction((tx) => tx.delete(idempotentAnswers).where(mine));
    throw thrown;
  }
}
