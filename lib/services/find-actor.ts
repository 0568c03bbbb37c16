import { and, eq, lt } from "drizzle-orm";
import type { Actor, SystemActor } from "@/lib/core/access/access";
import { ACTIVITY_STEP_MS, isActivityDue, SESSION_END_SENTENCES, sessionEnd } from "@/lib/core/access/session-rules";
import { Fault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { sessions, users, userWards } from "@/lib/io/database/schema";

/** A person, by the session they are signed in with. */
export interface PersonCaller {
  readonly userId: string;
  readonly sessionId: string;
  /** A page asked by itself, nobody did: it is allowed what the person is, and does not keep the session open. */
  readonly isBackground?: boolean;
}

/** Who asks: a signed-in person (role and wards are read from the database each time), or an operator at the machine. */
export type Caller = PersonCaller | { readonly system: string };

/** A person as the database has them now, with an open session. */
export interface Person extends Actor {
  readonly email: string;
}

/**
 * The person behind a session, in one query with their wards; notes the use. Throws a Fault "unauthenticated" that
 * says why where the session is over or unknown, or the account is disabled.
 */
export async function findPerson(tx: Transaction, caller: PersonCaller, now: Date): Promise<Person> {
  const rows = await tx
    .select({ user: users, session: sessions, wardId: userWards.wardId })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(userWards, eq(userWards.userId, users.id))
    .where(and(eq(sessions.id, caller.sessionId), eq(users.id, caller.userId)));
  const [first] = rows;
  if (first === undefined) throw new Fault("unauthenticated", "Your session is over. Sign in again.");
  const { user, session } = first;
  if (user.disabledAt !== null)
    throw new Fault("unauthenticated", "Your account is no longer active. Ask whoever runs Wardlight here.");
  const end = sessionEnd(session, now);
  if (end !== null) throw new Fault("unauthenticated", SESSION_END_SENTENCES[end]);
  if (!caller.isBackground && isActivityDue(session.lastActiveAt, now)) {
    // Asked again in the statement: of several requests at once, one writes.
    const stale = lt(sessions.lastActiveAt, new Date(now.getTime() - ACTIVITY_STEP_MS + 1));
    await tx
      .update(sessions)
      .set({ lastActiveAt: now })
      .where(and(eq(sessions.id, session.id), stale));
  }
  const wardIds = rows.flatMap(({ wardId }) => (wardId === null ? [] : [wardId]));
  return { id: user.id, name: user.name, email: user.email, role: user.role, wardIds };
}

/** Whoever asks, as the verb wants to know them. */
export async function findActor(tx: Transaction, caller: Caller, now: Date): Promise<Actor | SystemActor> {
  if ("system" in caller) return { id: "system", name: caller.system, role: "system", wardIds: [] };
  return findPerson(tx, caller, now);
}
