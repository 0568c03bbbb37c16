import { eq } from "drizzle-orm";
import { z } from "zod";
import { ROLES } from "@/lib/core/access/access";
import { Fault } from "@/lib/core/fault";
import { users, userWards } from "@/lib/io/database/schema";
import { hashPassword, makePassword } from "@/lib/io/password";
import { aboutAccount, accountReference, findAccount } from "@/lib/services/find-account";
import { endSessionsOf } from "@/lib/services/sessions";
import { giveWards, mustBeOwnWards, mustBeWards, wardIdList } from "@/lib/services/users";
import { type Scope, verb } from "@/lib/services/verb";

type Account = Awaited<ReturnType<typeof findAccount>>;

/** Nobody changes their own account: an administrator could give themselves patients, or lock the door from inside. */
export async function findOthersAccount({ tx, actor }: Scope, account: string): Promise<Account> {
  const user = await findAccount(tx, account);
  if (user.id === actor.id)
    throw new Fault("forbidden", "Nobody changes their own account. Ask another administrator.");
  return user;
}

/** What was taken or given works at once: whoever is signed in signs in again. */
export const endSessions = ({ tx, actor, now }: Scope, userId: string): Promise<number> =>
  endSessionsOf(tx, userId, { why: "account-changed", by: actor.id, now });

const one = z.object({ account: accountReference });
type One = z.output<typeof one>;
const about = ({ account }: One): Record<string, string> => aboutAccount(account);
const noWards = async (): Promise<readonly string[]> => [];

/** Takes away signing in, at once; what the person did stays theirs in the record. */
export const disableUser = verb({
  name: "manage-users",
  input: one,
  about,
  wards: noWards,
  run: async (scope, { account }) => {
    const user = await findOthersAccount(scope, account);
    await scope.tx
      .update(users)
      .set({ disabledAt: user.disabledAt ?? scope.now })
      .where(eq(users.id, user.id));
    const ended = await endSessions(scope, user.id);
    return { output: { ended }, audit: { target: { userId: user.id }, detail: { did: "disable", ended } } };
  },
});

export const enableUser = verb({
  name: "manage-users",
  input: one,
  about,
  wards: noWards,
  run: async (scope, { account }) => {
    const user = await findOthersAccount(scope, account);
    await scope.tx.update(users).set({ disabledAt: null }).where(eq(users.id, user.id));
    return { output: {}, audit: { target: { userId: user.id }, detail: { did: "enable" } } };
  },
});

export const setUserRole = verb({
  name: "manage-users",
  input: one.extend({ role: z.enum(ROLES, { error: `must be one of ${ROLES.join(", ")}` }) }),
  about,
  wards: noWards,
  run: async (scope, { account, role }) => {
    const user = await findOthersAccount(scope, account);
    await scope.tx.update(users).set({ role }).where(eq(users.id, user.id));
    const ended = await endSessions(scope, user.id);
    const detail = { did: "set-role", from: user.role, to: role, ended };
    return { output: { ended }, audit: { target: { userId: user.id }, detail } };
  },
});

/** Wards given or taken; those that stay as they are may be anybody's. */
async function changedWards({ tx }: Scope, userId: string, wanted: readonly string[]): Promise<readonly string[]> {
  const had = await tx.select({ id: userWards.wardId }).from(userWards).where(eq(userWards.userId, userId));
  const before = new Set(had.map(({ id }) => id));
  const after = new Set(wanted);
  return [...before].filter((id) => !after.has(id)).concat([...after].filter((id) => !before.has(id)));
}

/** The wards whose patients a person sees: these and no others. Administrators give and take only wards of their own. */
export const setUserWards = verb({
  name: "manage-users",
  input: one.extend({ wardIds: wardIdList }),
  about,
  wards: noWards,
  run: async (scope, { account, wardIds }) => {
    const user = await findOthersAccount(scope, account);
    await mustBeWards(scope.tx, wardIds);
    const changed = await changedWards(scope, user.id, wardIds);
    mustBeOwnWards(scope.actor, changed);
    await scope.tx.delete(userWards).where(eq(userWards.userId, user.id));
    await giveWards(scope.tx, user.id, wardIds);
    const ended = changed.length > 0 ? await endSessions(scope, user.id) : 0;
    const detail = { did: "set-wards", wards: new Set(wardIds).size, changed: changed.length, ended };
    return { output: { ended }, audit: { target: { userId: user.id }, detail } };
  },
});

/** A new password, made here and told once, to be changed by whoever signs in with it; the old one and every session end. */
export const resetPassword = verb({
  name: "manage-users",
  input: one,
  about,
  wards: noWards,
  run: async (scope, { account }) => {
    const user = await findOthersAccount(scope, account);
    const password = makePassword();
    await scope.tx
      .update(users)
      .set({ passwordHash: await hashPassword(password), passwordIsOneTime: !scope.house.isDemo })
      .where(eq(users.id, user.id));
    const ended = await endSessions(scope, user.id);
    return {
      output: { password, ended },
      audit: { target: { userId: user.id }, detail: { did: "reset-password", ended } },
    };
  },
});
