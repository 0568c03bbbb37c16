import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { Role } from "@/lib/core/access/access";
import type { StaffRole } from "@/lib/core/smart/staff-role";
import { usedTokens, userIdentities } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { stays, users, userWards, wards } from "@/lib/io/database/schema";
import { appendAudit } from "@/lib/services/audit-log";
import type { House } from "@/lib/services/house";
import { endSessionsOf, openSession } from "@/lib/services/sessions";
import { countTry } from "@/lib/services/sign-in-tries";

/** Why a launch was not let in, or not believed. */
export type LaunchRefusal =
  | "unknown-server"
  | "not-reached"
  | "not-completed"
  | "not-believed"
  | "not-staff"
  | "unknown-user"
  | "no-role"
  | "disabled";

/** Whoever came in, and the stay that was open at the EHR; null where Wardlight knows none of that patient. */
export interface Launched {
  readonly userId: string;
  readonly sessionId: string;
  readonly stayId: string | null;
}

/** Anybody can send nonsense to the callback; so much of it in a quarter of an hour is written down one by one. */
const AUDITED_REFUSALS = 100;

export async function refuseLaunch(house: House, code: LaunchRefusal): Promise<LaunchRefusal> {
  const now = house.clock.now();
  await house.database.transaction(async (tx) => {
    if ((await countTry(tx, house.vault.fingerprint("sign-in smart launch"), now)) > AUDITED_REFUSALS) return;
    const who = { at: now.toISOString(), actorId: null, actorRole: null, verb: "sign-in", target: {} };
    await appendAudit(house, tx, { ...who, outcome: "refused", detail: { code, by: "smart" } });
  });
  return code;
}

/** Uses up a launch's state; false where it was used before. What would have run out anyway is forgotten. */
export async function takeState(house: House, state: string, expiresAt: Date): Promise<boolean> {
  const token = createHash("sha256").update(state).digest("hex");
  return house.database.transaction(async (tx) => {
    await tx
      .delete(usedTokens)
      .where(and(eq(usedTokens.issuer, "smart-launch"), lt(usedTokens.expiresAt, house.clock.now())));
    const taken = await tx
      .insert(usedTokens)
      .values({ issuer: "smart-launch", token, expiresAt })
      .onConflictDoNothing()
      .returning({ token: usedTokens.token });
    return taken.length === 1;
  });
}

interface Staff {
  /** Base of the EHR's FHIR server. */
  readonly issuer: string;
  /** "Practitioner/123" there. */
  readonly subject: string;
  readonly name: string;
  /** What the EHR's roles mean here; null where roles are kept here. */
  readonly role: StaffRole | null;
}

type User = typeof users.$inferSelect;

async function setRoleAndWards(
  tx: Transaction,
  user: User,
  { role, locationIds }: StaffRole,
  now: Date,
): Promise<Role> {
  const known = await tx
    .select({ id: wards.id })
    .from(wards)
    .where(inArray(wards.id, [...locationIds, ""]));
  const had = await tx.select({ id: userWards.wardId }).from(userWards).where(eq(userWards.userId, user.id));
  const wanted = known.map(({ id }) => id).sort();
  const isAsBefore =
    user.role === role &&
    wanted.join() ===
      had
        .map(({ id }) => id)
        .sort()
        .join();
  if (isAsBefore) return role;
  await tx.update(users).set({ role }).where(eq(users.id, user.id));
  await tx.delete(userWards).where(eq(userWards.userId, user.id));
  if (wanted.length > 0) await tx.insert(userWards).values(wanted.map((wardId) => ({ userId: user.id, wardId })));
  await endSessionsOf(tx, user.id, { why: "account-changed", by: "system", now });
  return role;
}

/** An address nobody can write to: the account is opened from the EHR alone. */
const addressOf = ({ issuer, subject }: Staff): string => {
  const unique = createHash("sha256").update(`${issuer} ${subject}`).digest("hex").slice(0, 12);
  return `ehr-${unique}@${new URL(issuer).hostname}`.toLowerCase();
};

async function makeUser(tx: Transaction, staff: Staff, role: Role, now: Date): Promise<User> {
  const values = { email: addressOf(staff), name: staff.name, role, createdAt: now };
  const [user] = await tx.insert(users).values(values).returning();
  if (user === undefined) throw new Error("no account was made");
  const { issuer, subject } = staff;
  await tx.insert(userIdentities).values({ issuer, subject, userId: user.id, isManaged: true, createdAt: now });
  return user;
}

async function findUser(tx: Transaction, staff: Staff, now: Date): Promise<User | LaunchRefusal> {
  const { issuer, subject, role } = staff;
  const [known] = await tx
    .select({ user: users, isManaged: userIdentities.isManaged })
    .from(userIdentities)
    .innerJoin(users, eq(users.id, userIdentities.userId))
    .where(and(eq(userIdentities.issuer, issuer), eq(userIdentities.subject, subject)))
    .for("update");
  if (known?.user.disabledAt) return "disabled";
  if (known !== undefined && !known.isManaged) return known.user;
  if (role === null) {
    if (known === undefined) return "unknown-user";
    // What they were at the EHR they are no longer: nothing that was opened for that goes on.
    await tx.delete(userWards).where(eq(userWards.userId, known.user.id));
    await endSessionsOf(tx, known.user.id, { why: "account-changed", by: "system", now });
    return "no-role";
  }
  const user = known?.user ?? (await makeUser(tx, staff, role.role, now));
  return { ...user, role: await setRoleAndWards(tx, user, role, now) };
}

/** The stay that was open at the EHR, by its Encounter, else the patient's current or newest one. */
async function findOpenStay(tx: Transaction, patientId: string | null, encounterId: string | null) {
  if (patientId === null) return null;
  const found = await tx
    .select({ id: stays.id })
    .from(stays)
    .where(and(eq(stays.patientId, patientId), isNull(stays.goneAt)))
    .orderBy(
      desc(sql`${stays.id} = ${encounterId ?? ""}`),
      desc(stays.isCurrent),
      sql`${stays.admittedAt} desc nulls last`,
    )
    .limit(1);
  return found[0]?.id ?? null;
}

/**
 * Begins a session for a member of staff whom an EHR launch names. Somebody whose account was tied to that identity
 * keeps the role and wards given here; where the EHR's roles were settled to mean something, others get an account of
 * what the EHR says, anew each time. Every try is audited.
 */
export async function signInFromEhr(
  house: House,
  staff: Staff,
  open: { readonly patientId: string | null; readonly encounterId: string | null },
): Promise<Launched | LaunchRefusal> {
  const now = house.clock.now();
  const account = house.vault.fingerprint(`sign-in ${staff.issuer} ${staff.subject}`).slice(0, 16);
  return house.database.transaction(async (tx) => {
    const user = await findUser(tx, staff, now);
    const entry = { at: now.toISOString(), verb: "sign-in", target: { account } };
    if (typeof user === "string") {
      const detail = { code: user, by: "smart" };
      await appendAudit(house, tx, { ...entry, actorId: null, actorRole: null, outcome: "refused", detail });
      return user;
    }
    const sessionId = await openSession(tx, user.id, now);
    const detail = { code: "ok", by: "smart" };
    await appendAudit(house, tx, { ...entry, actorId: user.id, actorRole: user.role, outcome: "done", detail });
    return { userId: user.id, sessionId, stayId: await findOpenStay(tx, open.patientId, open.encounterId) };
  });
}

/** 256 bits, base64url. */
export const unguessable = (): string => randomBytes(32).toString("base64url");
