import { and, eq, gt, inArray, isNull, max, or, sql } from "drizzle-orm";
import { maySeeWard, mayUse } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import { breakGlass, stays } from "@/lib/io/database/schema";
import type { Scope } from "@/lib/services/verb";

/** A stay without a ward is on nobody's ward: an empty name is no ward anyone was given. */
const NO_WARD = "";

/** Which of these stays are open to the actor now although they are on another ward, and until when. */
async function findOpened({ tx, actor, now }: Scope, stayIds: readonly string[]): Promise<Map<string, Date>> {
  if (stayIds.length === 0 || !mayUse(actor.role, "break-glass")) return new Map();
  const found = await tx
    .select({ stayId: breakGlass.stayId, until: max(breakGlass.expiresAt) })
    .from(breakGlass)
    .where(
      and(
        eq(breakGlass.userId, actor.id),
        inArray(breakGlass.stayId, [...stayIds]),
        gt(breakGlass.expiresAt, now),
        // A reviewer's no ends it.
        or(isNull(breakGlass.verdict), eq(breakGlass.verdict, "appropriate")),
      ),
    )
    .groupBy(breakGlass.stayId);
  return new Map(found.flatMap(({ stayId, until }) => (until === null ? [] : [[stayId, until] as const])));
}

/** Until when a stay of another ward is open to the actor; null where it is not. */
export async function findOpenedUntil(scope: Scope, stayId: string): Promise<Date | null> {
  return (await findOpened(scope, [stayId])).get(stayId) ?? null;
}

async function findStayWards({ tx }: Scope, stayIds: readonly string[], { evenIfGone = false } = {}) {
  const ids = [...new Set(stayIds)];
  const found = await tx
    .select({ id: stays.id, wardId: stays.wardId })
    .from(stays)
    .where(and(inArray(stays.id, ids), evenIfGone ? undefined : isNull(stays.goneAt)));
  if (found.length < ids.length)
    throw new Fault("not-found", ids.length === 1 ? "There is no such stay." : "One of these stays is not there.");
  return found.map(({ id, wardId }) => ({ id, wardId: wardId ?? NO_WARD }));
}

/** The ward a stay is on, whoever asks; empty where it is on none. */
export async function findWardOfStay(scope: Scope, stayId: string): Promise<string> {
  return (await findStayWards(scope, [stayId]))[0]?.wardId ?? NO_WARD;
}

/** Those wards the actor may not do without: a stay they opened with a reason (break-glass) needs none while it is open. */
async function withoutOpened(scope: Scope, found: readonly { readonly id: string; readonly wardId: string }[]) {
  const elsewhere = found.filter(({ wardId }) => !maySeeWard(scope.actor, wardId)).map(({ id }) => id);
  const opened = await findOpened(scope, elsewhere);
  return [...new Set(found.filter(({ id }) => !opened.has(id)).map(({ wardId }) => wardId))];
}

/**
 * The wards of several stays, for the ward check; a Fault where nobody has heard of one of them. A stay that the
 * actor opened with a reason (break-glass) needs no ward while it is open.
 */
export async function findWardsOfStays(scope: Scope, stayIds: readonly string[]): Promise<string[]> {
  return withoutOpened(scope, await findStayWards(scope, stayIds));
}

/** The ward a stay is on, for the ward check; a stay nobody has heard of is a Fault. */
export async function findWardsOfStay(scope: Scope, stayId: string): Promise<string[]> {
  return findWardsOfStays(scope, [stayId]);
}

/** The same for a stay that may be gone from the record: only who may see its ward is told that it was there. */
export async function findWardsOfRememberedStay(scope: Scope, stayId: string): Promise<string[]> {
  return withoutOpened(scope, await findStayWards(scope, [stayId], { evenIfGone: true }));
}

/** One order for everybody who holds several stays, so that two of them never wait for each other. */
const inLockOrder = sql`${stays.id} collate "C"`;

/**
 * Holds stays' rows until the end of the transaction, so that a new prediction and what is said about the old one
 * cannot cross. Gives each stay's newest prediction; null where it has none.
 */
export async function lockStays({ tx }: Scope, stayIds: readonly string[]): Promise<Map<string, string | null>> {
  const found = await tx
    .select({ id: stays.id, predictionId: stays.predictionId })
    .from(stays)
    .where(inArray(stays.id, [...new Set(stayIds)]))
    .orderBy(inLockOrder)
    .for("update");
  return new Map(found.map(({ id, predictionId }) => [id, predictionId]));
}

/** The same for one stay. */
export async function lockStay(scope: Scope, stayId: string): Promise<string | null> {
  return (await lockStays(scope, [stayId])).get(stayId) ?? null;
}

/** Holds every stay of these patients, before a reading of them changes any. */
export async function lockStaysOfPatients({ tx }: Pick<Scope, "tx">, patientIds: readonly string[]): Promise<void> {
  await tx
    .select({ id: stays.id })
    .from(stays)
    .where(inArray(stays.patientId, [...patientIds]))
    .orderBy(inLockOrder)
    .for("update");
}
