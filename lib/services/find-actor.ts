import { and, eq, isNull, lt } from "drizzle-orm";
import type { Actor, AnyActor, ClientActor } from "@/lib/core/access/access";
import type { Scope } from "@/lib/core/access/scopes";
import { ACTIVITY_STEP_MS, isActivityDue, SESSION_END_SENTENCES, sessionEnd } from "@/lib/core/access/session-rules";
import { clientScopes } from "@/lib/core/connections/connection-settings";
import { Fault } from "@/lib/core/fault";
import { connections } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { sessions, users, userWards } from "@/lib/io/database/schema";

/** A person, by the session they are signed in with. */
export interface PersonCaller {
  readonly userId: string;
  readonly sessionId: string;
  /** A page asked by itself, nobody did: it is allowed what the person is, and does not keep the session open. */
  readonly isBackground?: boolean;
}

/** A program outside, by the connection it proved to be. */
export interface ClientCaller {
  readonly connectionId: string;
  /** What its token was given for, where it has one: never more than the connection has by now. */
  readonly scopes?: readonly Scope[];
}

/** Who asks: a signed-in person or a program (roles, scopes and wards are read from the database each time), or an operator at the machine. */
export type Caller = PersonCaller | ClientCaller | { readonly system: string };

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
  if (first === undefined || first.user.role === "client")
    throw new Fault("unauthenticated", "Your session is over. Sign in again.");
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
  return { id: user.id, name: user.name, email: user.email, role: first.user.role, wardIds };
}

/** The program behind a connection, with its account's wards. Throws a Fault "unauthenticated" where it is ended. */
async function findClient(tx: Transaction, caller: ClientCaller): Promise<ClientActor> {
  const rows = await tx
    .select({ connection: connections, user: users, wardId: userWards.wardId })
    .from(connections)
    .innerJoin(users, eq(users.id, connections.userId))
    .leftJoin(userWards, eq(userWards.userId, users.id))
    .where(and(eq(connections.id, caller.connectionId), isNull(connections.disabledAt), isNull(users.disabledAt)));
  const [first] = rows;
  if (first === undefined) throw new Fault("unauthenticated", "This program is no longer let in.");
  const { connection, user } = first;
  const given = clientScopes(connection.kind, connection.settings);
  const scopes = given.filter((scope) => caller.scopes === undefined || caller.scopes.includes(scope));
  const wardIds = rows.flatMap(({ wardId }) => (wardId === null ? [] : [wardId]));
  return { id: user.id, name: user.name, role: "client", scopes, wardIds };
}

/** Whoever asks, as the verb wants to know them. */
export async function findActor(tx: Transaction, caller: Caller, now: Date): Promise<AnyActor> {
  if ("system" in caller) return { id: "system", name: caller.system, role: "system", wardIds: [] };
  return "connectionId" in caller ? findClient(tx, caller) : findPerson(tx, caller, now);
}
