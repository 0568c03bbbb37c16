import { asc, eq, inArray, max, sql } from "drizzle-orm";
import { z } from "zod";
import { maySeeWard, ROLES } from "@/lib/core/access/access";
import type { AccountList, AccountView } from "@/lib/core/access/account-view";
import { Fault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { sessions, users, userWards, wards } from "@/lib/io/database/schema";
import { hashPassword, makePassword } from "@/lib/io/password";
import { isOpenAt } from "@/lib/services/sessions";
import { type Scope, verb } from "@/lib/services/verb";

async function findSessionsByUser(tx: Transaction, now: Date) {
  const rows = await tx
    .select({
      userId: sessions.userId,
      last: max(sessions.createdAt),
      open: sql<string>`count(*) filter (where ${isOpenAt(now)})`,
    })
    .from(sessions)
    .groupBy(sessions.userId);
  return new Map(rows.map(({ userId, last, open }) => [userId, { last, open: Number(open) }]));
}

/** Everybody who may sign in, by name, and no programs; and the wards there are to give. Shows nothing of any patient. */
export const listUsers = verb({
  name: "manage-users",
  input: z.object({}),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, now }) => {
    const people = await tx.select().from(users).orderBy(asc(users.name), asc(users.email));
    const allWards = await tx.select({ id: wards.id, name: wards.name }).from(wards).orderBy(asc(wards.name));
    const given = await tx.select().from(userWards);
    const seen = await findSessionsByUser(tx, now);
    const accounts = people.flatMap((user): AccountView[] => {
      if (user.role === "client") return [];
      const mine = new Set(given.flatMap(({ userId, wardId }) => (userId === user.id ? [wardId] : [])));
      const account: AccountView = {
        id: user.id,
        email: user.email,
        name: user.name,
        role: user.role,
        wards: allWards.filter(({ id }) => mine.has(id)),
        signsInWith: { password: user.passwordHash !== null, provider: user.oidcSubject !== null },
        createdAt: user.createdAt.toISOString(),
        disabledAt: user.disabledAt?.toISOString() ?? null,
        lastSignInAt: seen.get(user.id)?.last?.toISOString() ?? null,
        openSessions: seen.get(user.id)?.open ?? 0,
      };
      return [account];
    });
    const output: AccountList = { accounts, wards: allWards };
    return { output, audit: { target: {}, detail: { did: "list", accounts: accounts.length } } };
  },
});

export const wardIdList = z.array(z.string().trim().min(1).max(200)).max(500);

/** Throws a Fault naming the first ward that Wardlight has not heard of. */
export async function mustBeWards(tx: Transaction, wardIds: readonly string[]): Promise<void> {
  if (wardIds.length === 0) return;
  const known = await tx
    .select({ id: wards.id })
    .from(wards)
    .where(inArray(wards.id, [...wardIds]));
  const unknown = wardIds.find((id) => !known.some((ward) => ward.id === id));
  if (unknown !== undefined)
    throw new Fault("bad-input", `There is no ward ${unknown}. Wards are known once a patient on them was imported.`);
}

/** People give and take only wards they have themselves; an operator at the machine, any. */
export function mustBeOwnWards(actor: Scope["actor"], wardIds: readonly string[]): void {
  if (!wardIds.every((id) => maySeeWard(actor, id)))
    throw new Fault("forbidden", "You can give and take only wards that you have yourself.");
}

export async function giveWards(tx: Transaction, userId: string, wardIds: readonly string[]): Promise<void> {
  if (wardIds.length > 0)
    await tx.insert(userWards).values([...new Set(wardIds)].map((wardId) => ({ userId, wardId })));
}

/** One @ with something on both sides: hospitals' inner addresses need no dot. */
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, "is not an e-mail address");

/**
 * Makes an account, before its owner signs in for the first time. With a password, made here, told once and changed at
 * the first sign-in; without one they sign in through the identity provider, where their verified e-mail address, or the subject given here,
 * tells who they are. Administrators give only wards they have themselves.
 */
export const addUser = verb({
  name: "manage-users",
  input: z.object({
    email,
    name: z.string().trim().min(1, "is missing").max(200),
    role: z.enum(ROLES, { error: `must be one of ${ROLES.join(", ")}` }),
    wardIds: wardIdList.default([]),
    withPassword: z.boolean().default(true),
    provider: z.object({ issuer: z.url(), subject: z.string().min(1).max(255) }).nullish(),
  }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ house, tx, now, actor }, { email, name, role, wardIds, withPassword, provider }) => {
    await mustBeWards(tx, wardIds);
    mustBeOwnWards(actor, wardIds);
    const [taken] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    if (taken !== undefined) throw new Fault("conflict", "There is an account with this e-mail address already.");
    const password = withPassword ? makePassword() : null;
    const [user] = await tx
      .insert(users)
      .values({
        email,
        name,
        role,
        passwordHash: password === null ? null : await hashPassword(password),
        // In the demo the passwords are printed for everybody, and nobody's patients are at stake.
        passwordIsOneTime: password !== null && !house.isDemo,
        oidcIssuer: provider?.issuer ?? null,
        oidcSubject: provider?.subject ?? null,
        createdAt: now,
      })
      .returning({ id: users.id });
    if (user === undefined) throw new Error("no account was made");
    await giveWards(tx, user.id, wardIds);
    return {
      output: { id: user.id, email, name, role, wardIds, password },
      audit: { target: { userId: user.id }, detail: { did: "add", role, wards: wardIds.length } },
    };
  },
});
