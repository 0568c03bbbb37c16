import { and, count, eq, gt, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";
import {
  ACTIVITY_STEP_MS,
  type EndedWhy,
  IDLE_MS,
  SESSION_KEPT_MS,
  SESSION_MS,
  type SessionEnd,
  sessionEnd,
} from "@/lib/core/access/session-rules";
import { Fault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { sessions, users } from "@/lib/io/database/schema";
import { appendAudit } from "@/lib/services/audit-log";
import { aboutAccount, accountReference, findAccount } from "@/lib/services/find-account";
import { findPerson, type PersonCaller } from "@/lib/services/find-actor";
import type { House } from "@/lib/services/house";
import { verb } from "@/lib/services/verb";

/**
 * Begins a session for somebody who has just shown who they are, and forgets those of theirs that ended long ago: the
 * audit keeps who signed in when, the table only what can still matter.
 */
export async function openSession(
  tx: Transaction,
  userId: string,
  now: Date,
  { passwordIsDue = false } = {},
): Promise<string> {
  const longAgo = new Date(now.getTime() - SESSION_KEPT_MS);
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), lt(sessions.expiresAt, longAgo)));
  const expiresAt = new Date(now.getTime() + SESSION_MS);
  const [session] = await tx
    .insert(sessions)
    .values({ userId, createdAt: now, lastActiveAt: now, expiresAt, passwordIsDue })
    .returning({ id: sessions.id });
  if (session === undefined) throw new Error("no session was made");
  return session.id;
}

/** Open by the clock and not ended by hand, as a condition. */
export const isOpenAt = (now: Date) =>
  and(
    isNull(sessions.revokedAt),
    gt(sessions.expiresAt, now),
    gt(sessions.lastActiveAt, new Date(now.getTime() - IDLE_MS)),
  );

interface Ending {
  readonly why: EndedWhy;
  /** Who ends it: a user id, or "system". */
  readonly by: string;
  readonly now: Date;
}

/** Ends every session of an account that was not ended before; returns how many were still open. */
export async function endSessionsOf(tx: Transaction, userId: string, { why, by, now }: Ending): Promise<number> {
  const [open] = await tx
    .select({ n: count() })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isOpenAt(now)));
  await tx
    .update(sessions)
    .set({ revokedAt: now, revokedBy: by, endedWhy: why })
    .where(and(eq(sessions.userId, userId), isNull(sessions.revokedAt)));
  return Number(open?.n ?? 0);
}

/** Ends one's own session, by hand or because nobody was there; the second time nothing happens. */
export async function endOwnSession(
  house: House,
  { userId, sessionId }: PersonCaller,
  why: "signed-out" | "idle",
): Promise<void> {
  const now = house.clock.now();
  await house.database.transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: now, revokedBy: userId, endedWhy: why })
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (ended.length === 0) return;
    const [user] = await tx.select({ role: users.role }).from(users).where(eq(users.id, userId));
    await appendAudit(house, tx, {
      at: now.toISOString(),
      actorId: userId,
      actorRole: user?.role ?? null,
      verb: "sign-out",
      outcome: "done",
      target: { userId },
      detail: { code: why },
    });
  });
}

/** Use that the server did not see, such as reading and scrolling, at most this long ago. */
const ago = z
  .number()
  .int()
  .min(0)
  .max(2 * ACTIVITY_STEP_MS);

/**
 * Keeps a session open that is being used without asking the server for anything. Says nothing of any patient and
 * changes nothing but the session, so it leaves no audit row. Throws "unauthenticated" where the session is over.
 */
export async function keepSession(house: House, caller: PersonCaller, agoMs: unknown): Promise<void> {
  const parsed = ago.safeParse(agoMs);
  if (!parsed.success) throw new Fault("bad-input", "How long ago must be in whole milliseconds, two minutes at most.");
  const now = house.clock.now();
  await house.database.transaction(async (tx) => {
    await findPerson(tx, { ...caller, isBackground: true }, now);
    const at = new Date(now.getTime() - parsed.data);
    await tx
      .update(sessions)
      .set({ lastActiveAt: sql`greatest(${sessions.lastActiveAt}, ${at.toISOString()}::timestamptz)` })
      .where(eq(sessions.id, caller.sessionId));
  });
}

/** Why a session is over, for whoever is asked to sign in again; null where it is open or nobody knows it. */
export async function findSessionEnd(house: House, sessionId: string): Promise<SessionEnd | null> {
  const [session] = await house.database.transaction((tx) =>
    tx.select().from(sessions).where(eq(sessions.id, sessionId)),
  );
  return session === undefined ? null : sessionEnd(session, house.clock.now());
}

/** Ends every session of an account at once: the next thing done with one of them is refused. */
export const revokeSessions = verb({
  name: "revoke-sessions",
  input: z.object({ account: accountReference }),
  about: ({ account }) => aboutAccount(account),
  wards: async () => [],
  run: async ({ tx, actor, now }, { account }) => {
    const { id } = await findAccount(tx, account);
    const ended = await endSessionsOf(tx, id, { why: "revoked", by: actor.id, now });
    return { output: { ended }, audit: { target: { userId: id }, detail: { ended } } };
  },
});
