import { eq } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { users } from "@/lib/io/database/schema";
import { isPassword } from "@/lib/io/password";
import { appendAudit } from "@/lib/services/audit-log";
import type { House } from "@/lib/services/house";
import { openSession } from "@/lib/services/sessions";
import { countTry, forgetTries, TRIES } from "@/lib/services/sign-in-tries";

const credentials = z.object({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(200),
});

/** Who signed in, and the session that began with it. */
export interface SignedIn {
  readonly id: string;
  readonly sessionId: string;
}

/**
 * Begins a session for whoever these credentials belong to; null where they are nobody's. Every try is audited and counted; after too many
 * at one account a Fault says so, whether or not the account exists.
 */
export async function signIn(house: House, input: unknown): Promise<SignedIn | null> {
  const parsed = credentials.safeParse(input);
  if (!parsed.success) return null;
  const { email, password } = parsed.data;
  const { database, vault } = house;
  const now = house.clock.now();
  const account = vault.fingerprint(`sign-in ${email}`);
  const entry = (outcome: "done" | "refused", user: { id: string; role: string } | null, code: string) => ({
    at: now.toISOString(),
    actorId: user?.id ?? null,
    actorRole: user?.role ?? null,
    verb: "sign-in",
    outcome,
    target: { account: account.slice(0, 16) },
    detail: { code },
  });

  const tries = await database.transaction(async (tx) => {
    const count = await countTry(tx, account, now);
    if (count > TRIES) await appendAudit(house, tx, entry("refused", null, "too-many"));
    return count;
  });
  if (tries > TRIES) throw new Fault("too-many", "Too many tries at this account. Wait a quarter of an hour.");

  const [user] = await database.transaction((tx) => tx.select().from(users).where(eq(users.email, email)));
  const known = user !== undefined && user.disabledAt === null;
  const right = await isPassword(password, known ? user.passwordHash : null);
  return database.transaction(async (tx) => {
    // Asked again: the account may have been disabled, or its password changed, while this one was being checked.
    const [still] = right
      ? await tx
          .select()
          .from(users)
          .where(eq(users.id, user?.id ?? ""))
          .for("share")
      : [];
    if (still === undefined || still.disabledAt !== null || still.passwordHash !== user?.passwordHash) {
      await appendAudit(house, tx, entry("refused", null, "wrong-credentials"));
      return null;
    }
    await forgetTries(tx, account);
    const sessionId = await openSession(tx, still.id, now, { passwordIsDue: still.passwordIsOneTime });
    await appendAudit(house, tx, entry("done", still, "ok"));
    return { id: still.id, sessionId };
  });
}
