import { and, eq, gt, sql } from "drizzle-orm";
import type { Transaction } from "@/lib/io/database/database";
import { signInFailures } from "@/lib/io/database/schema";

/** So many tries in one window, right or wrong, then there is a rest until the window is over. */
export const TRIES = 10;
const WINDOW_MS = 15 * 60_000;

/** Counts this try before it is judged, so that many at once cannot slip past the limit. */
export async function countTry(tx: Transaction, account: string, now: Date): Promise<number> {
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

/** How many tries were counted in the window that is open now. */
export async function findTries(tx: Transaction, account: string, now: Date): Promise<number> {
  const isOpen = gt(signInFailures.since, new Date(now.getTime() - WINDOW_MS));
  const [row] = await tx
    .select({ count: signInFailures.count })
    .from(signInFailures)
    .where(and(eq(signInFailures.account, account), isOpen));
  return row?.count ?? 0;
}

/** Forgets the tries: this one was right. */
export async function forgetTries(tx: Transaction, account: string): Promise<void> {
  await tx.delete(signInFailures).where(eq(signInFailures.account, account));
}
