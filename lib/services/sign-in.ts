import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import type { Transaction } from "@/lib/io/database/database";
import { signInFailures, users } from "@/lib/io/database/schema";
import { isPassword } from "@/lib/io/password";
import { appendAudit } from "@/lib/services/audit-log";
import type { House } from "@/lib/services/house";

/** So many tries at one account in one window, right or wrong, then it rests until the window is over. */
const TRIES = 10;
const WINDOW_MS = 15 * 60_000;

const credentials = z.object({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(200),
});

export interface SignedIn {
  readonly id: string;
  readonly name: string;
}

/** Counts this try before it is judged, so that many at once cannot slip past the limit. */
async function countTry(tx: Transaction, account: string, now: Date): Promise<number> {
  const over = sql`${signInFailures.since} < ${new Date(now.getTime() - WINDOW_MS)}`;
  const [row] = await tx
    .insert(signInFailures)
    .values({ account, count: 1, since: now })
    .onConflictDoUpdate({
      target: signInFailures.account,
      set: {
        count: sql`case when ${over} then 1 else ${signInFailures.count} + 1 end`,
        since: sql`case when ${over} then excluded.since else ${signInFailures.since} end`,
      },
    })
    .returning({ count: signInFailures.count });
  return row?.count ?? 1;
}

/**
 * Who these credentials belong to; null where they are nobody's. Every try is audited and counted; after too many
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
    if (count > TRIES) await appendAudit(tx, entry("refused", null, "too-many"));
    return count;
  });
  if (tries > TRIES) throw new Fault("too-many", "Too many tries at this account. Wait a quarter of an hour.");

  const [user] = await database.transaction((tx) => tx.select().from(users).where(eq(users.email, email)));
  const known = user !== undefined && user.disabledAt === null;
  const right = await isPassword(password, known ? user.passwordHash : null);
  await database.transaction(async (tx) => {
    if (right) await tx.delete(signInFailures).where(eq(signInFailures.account, account));
    await appendAudit(
      tx,
      entry(right ? "done" : "refused", right && user ? user : null, right ? "ok" : "wrong-credentials"),
    );
  });
  return right && user ? { id: user.id, name: user.name } : null;
}
