import { and, eq, inArray, isNull, type SQLWrapper, sql } from "drizzle-orm";
import type { AccountRole, Actor, ClientActor, SystemActor } from "@/lib/core/access/access";
import type { Scope } from "@/lib/core/access/scopes";
import {
  ACTIVITY_STEP_MS,
  type EndedWhy,
  isActivityDue,
  SESSION_END_SENTENCES,
  type SessionTimes,
  sessionEnd,
} from "@/lib/core/access/session-rules";
import { clientScopes } from "@/lib/core/connections/connection-settings";
import { Fault, isFault } from "@/lib/core/fault";
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
export type Caller = (PersonCaller | ClientCaller | { readonly system: string }) & {
  /** Keeps what a verb is about to answer, in the verb's own transaction; throwing undoes what the verb did. */
  readonly keepAnswer?: (tx: Transaction, output: unknown) => Promise<void>;
};

/** A person as the database has them now, with an open session. */
export interface Person extends Actor {
  readonly email: string;
  readonly hasPassword: boolean;
  readonly session: {
    readonly id: string;
    /** It began with a one-time password, and no other has been chosen yet. */
    readonly passwordIsDue: boolean;
  };
}

interface FoundSession extends SessionTimes {
  readonly user: Omit<Person, "role"> & { readonly role: AccountRole };
  readonly isDisabled: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const instantMs = (column: SQLWrapper) => sql`(extract(epoch from ${column}) * 1000)::float8`;
const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** Sessions by id, each with whose it is and their wards, in one query. */
async function findSessions(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, FoundSession>> {
  type Row = Omit<FoundSession["user"], "wardIds" | "hasPassword" | "session"> & {
    wards: string[];
    password: boolean;
    due: boolean;
    disabled: boolean;
    session: string;
    why: EndedWhy | null;
  };
  const { rows } = await tx.execute<Row & Record<"active" | "expires", number> & { revoked: number | null }>(sql`
    select ${users.id}, ${users.name}, ${users.email}, ${users.role}, ${users.disabledAt} is not null as disabled,
      ${users.passwordHash} is not null as password, ${sessions.passwordIsDue} as due,
      (select coalesce(json_agg(${userWards.wardId}), '[]') from ${userWards} where ${userWards.userId} = ${users.id})
        as wards,
      ${sessions.id} as session, ${sessions.endedWhy} as why, ${instantMs(sessions.lastActiveAt)} as active,
      ${instantMs(sessions.expiresAt)} as expires, ${instantMs(sessions.revokedAt)} as revoked
    from ${sessions} join ${users} on ${users.id} = ${sessions.userId}
    where ${sessions.id} = any(${sql.param([...ids])}::uuid[])`);
  return new Map(
    rows.map(({ session, wards, disabled, password, due, why, active, expires, revoked, ...user }) => {
      const times = { lastActiveAt: new Date(active), expiresAt: new Date(expires), revokedAt: dateOf(revoked) };
      const own = { wardIds: wards, hasPassword: password, session: { id: session, passwordIsDue: due } };
      return [session, { user: { ...user, ...own }, isDisabled: disabled, endedWhy: why, ...times }];
    }),
  );
}

/** Notes that these sessions were used; of several requests at once one writes, and all take their turns in one order. */
async function noteUse(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const stale = new Date(now.getTime() - ACTIVITY_STEP_MS + 1).toISOString();
  await tx.execute(sql`
    update ${sessions} set last_active_at = ${now.toISOString()}::timestamptz where id in (
      select id from ${sessions} where id = any(${sql.param([...ids])}::uuid[]) and last_active_at < ${stale}::timestamptz
      order by id for update)`);
}

function personOf(caller: PersonCaller, found: FoundSession | undefined, now: Date): Person | Fault {
  const role = found?.user.role;
  if (found === undefined || role === undefined || role === "client" || found.user.id !== caller.userId)
    return new Fault("unauthenticated", "Your session is over. Sign in again.");
  if (found.isDisabled)
    return new Fault("unauthenticated", "Your account is no longer active. Ask whoever runs Wardlight here.");
  const end = sessionEnd(found, now);
  return end === null ? { ...found.user, role } : new Fault("unauthenticated", SESSION_END_SENTENCES[end]);
}

/**
 * The people behind some sessions, in their order and in one query; notes their use. A Fault "unauthenticated" that says
 * why stands in the place of each whose session is over or unknown, or whose account is disabled.
 */
export async function findPeople(
  tx: Transaction,
  callers: readonly PersonCaller[],
  now: Date,
): Promise<readonly (Person | Fault)[]> {
  // Postgres refuses the whole query for one id that is none.
  const asked = callers.map(({ sessionId }) => sessionId.toLowerCase()).filter((id) => UUID.test(id));
  const found = await findSessions(tx, asked);
  const sessionOf = ({ sessionId }: PersonCaller) => found.get(sessionId.toLowerCase());
  const people = callers.map((caller) => personOf(caller, sessionOf(caller), now));
  const used = callers.filter((caller, at) => {
    const session = sessionOf(caller);
    return session && !caller.isBackground && !isFault(people[at]) && isActivityDue(session.lastActiveAt, now);
  });
  await noteUse(
    tx,
    used.map(({ sessionId }) => sessionId),
    now,
  );
  return people;
}

function orThrow<T>(found: T | Fault | undefined): T {
  if (found === undefined || isFault(found)) throw found ?? new Error("Nobody was looked for.");
  return found;
}

/** The person behind a session; throws the Fault that stands in their place (see `findPeople`). */
export async function findPerson(tx: Transaction, caller: PersonCaller, now: Date): Promise<Person> {
  return orThrow((await findPeople(tx, [caller], now))[0]);
}

/** The programs behind some connections, with their accounts' wards, in their order and in one query; a Fault for each that is ended. */
async function findClients(
  tx: Transaction,
  callers: readonly ClientCaller[],
): Promise<readonly (ClientActor | Fault)[]> {
  const ids = [...new Set(callers.map(({ connectionId }) => connectionId.toLowerCase()))].filter((id) => UUID.test(id));
  const rows = await tx
    .select({ connection: connections, user: users, wardId: userWards.wardId })
    .from(connections)
    .innerJoin(users, eq(users.id, connections.userId))
    .leftJoin(userWards, eq(userWards.userId, users.id))
    .where(and(inArray(connections.id, ids), isNull(connections.disabledAt), isNull(users.disabledAt)));
  return callers.map((caller) => {
    const own = rows.filter(({ connection }) => connection.id === caller.connectionId.toLowerCase());
    const [first] = own;
    if (first === undefined) return new Fault("unauthenticated", "This program is no longer let in.");
    const { connection, user } = first;
    const given = clientScopes(connection.kind, connection.settings);
    const scopes = given.filter((scope) => caller.scopes === undefined || caller.scopes.includes(scope));
    const wardIds = own.flatMap(({ wardId }) => (wardId === null ? [] : [wardId]));
    return { id: user.id, name: user.name, role: "client", scopes, wardIds };
  });
}

/** Whoever a verb is asked by, with what is known of their session. */
export type Asking = Person | ClientActor | SystemActor;

/** Everybody who asks, as a verb wants to know them; a Fault in the place of each who is nobody. */
export async function findActors(
  tx: Transaction,
  callers: readonly Caller[],
  now: Date,
): Promise<readonly (Asking | Fault)[]> {
  const persons = callers.filter((caller): caller is PersonCaller => "userId" in caller);
  const programs = callers.filter((caller): caller is ClientCaller => "connectionId" in caller);
  const people = persons.length === 0 ? [] : await findPeople(tx, persons, now);
  const clients = programs.length === 0 ? [] : await findClients(tx, programs);
  const known = new Map<Caller, Asking | Fault | undefined>([
    ...persons.map((caller, at) => [caller, people[at]] as const),
    ...programs.map((caller, at) => [caller, clients[at]] as const),
  ]);
  for (const caller of callers)
    if ("system" in caller) known.set(caller, { id: "system", name: caller.system, role: "system", wardIds: [] });
  return callers.map((caller) => known.get(caller) ?? new Fault("unauthenticated", "Sign in first."));
}

/** Whoever asks, as the verb wants to know them. */
export async function findActor(tx: Transaction, caller: Caller, now: Date): Promise<Asking> {
  return orThrow((await findActors(tx, [caller], now))[0]);
}
