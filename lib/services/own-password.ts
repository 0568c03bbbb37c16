import { and, eq, isNull, ne } from "drizzle-orm";
import { z } from "zod";
import { passwordFault } from "@/lib/core/access/password-rules";
import { Fault } from "@/lib/core/fault";
import { sessions, users } from "@/lib/io/database/schema";
import { hashPassword, isPassword } from "@/lib/io/password";
import { findAccount } from "@/lib/services/find-account";
import type { House } from "@/lib/services/house";
import { countTry, findTries, forgetTries, TRIES } from "@/lib/services/sign-in-tries";
import { type Caller, type Scope, type Verb, verb } from "@/lib/services/verb";

const triesOf = ({ vault }: House, userId: string): string => vault.fingerprint(`own password ${userId}`);

/** The person who asks and their session: programs and operators have no password here. */
function mustBePerson({ actor }: Scope) {
  if (!("session" in actor)) throw new Fault("forbidden", "Only people have a password here.");
  return actor;
}

const input = z.object({ current: z.string().min(1).max(200), wanted: z.string().max(1000) });

const change = verb({
  name: "change-own-password",
  input,
  about: () => ({}),
  wards: async () => [],
  run: async (scope, { current, wanted }) => {
    const { house, tx, now } = scope;
    const { id, session } = mustBePerson(scope);
    const tries = triesOf(house, id);
    if ((await findTries(tx, tries, now)) > TRIES)
      throw new Fault("too-many", "Too many tries. Wait a quarter of an hour.");
    const user = await findAccount(tx, id);
    if (user.passwordHash === null)
      throw new Fault("conflict", "You sign in with your hospital account; its password is changed there.");
    if (!(await isPassword(current, user.passwordHash)))
      throw new Fault("bad-input", "This is not your present password.");
    await forgetTries(tx, tries);
    const fault = passwordFault(wanted, { current, ...user });
    if (fault !== null) throw new Fault("bad-input", fault);
    const passwordHash = await hashPassword(wanted);
    await tx.update(users).set({ passwordHash, passwordIsOneTime: false }).where(eq(users.id, id));
    await tx.update(sessions).set({ passwordIsDue: false }).where(eq(sessions.id, session.id));
    const elsewhere = and(eq(sessions.userId, id), ne(sessions.id, session.id), isNull(sessions.revokedAt));
    const ended = await tx
      .update(sessions)
      .set({ revokedAt: now, revokedBy: id, endedWhy: "account-changed" })
      .where(elsewhere)
      .returning({ id: sessions.id });
    const detail = { wasOneTime: user.passwordIsOneTime, ended: ended.length };
    return { output: { changed: true }, audit: { target: { userId: id }, detail } };
  },
});

/**
 * Changes the password of whoever asks, who proves with the present one that it is they who sit there. Every other
 * session of theirs ends. Each try is counted before it is judged, in a transaction of its own, so that a wrong one
 * counts although everything else about it is rolled back.
 */
export const changeOwnPassword: Verb<typeof input, { readonly changed: boolean }> = Object.assign(
  async (house: House, caller: Caller, raw: z.input<typeof input>) => {
    if ("userId" in caller) {
      const tries = triesOf(house, caller.userId);
      await house.database.transaction((tx) => countTry(tx, tries, house.clock.now()));
    }
    return change(house, caller, raw);
  },
  { verbName: change.verbName, input },
);
