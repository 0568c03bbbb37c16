import { and, eq, gt, type SQL, sql } from "drizzle-orm";
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
  await forgetOldTries(tx, over);
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

/** So many at a time: whoever tries makes one row, and takes away more. */
const FORGOTTEN_AT_ONCE = 20;

/** Rows whose window is over say nothing any more; anybody can make them, so they must not pile up. */
async function forgetOldTries(tx: Transaction, over: SQL): Promise<void> {
  await tx.execute(sql`
    delete from ${signInFailures} where ${signInFailures.account} in (
      select ${signInFailures.account} from ${signInFailures} where ${over}
      limit ${FORGOTTEN_AT_ONCE}::int for update skip locked
    )`);
}

/** Forgets the tries: this one was right. */
export async function forgetTries(tx: Transaction, account: string): Promise<void> {
  await tx.delete(signInFailures).where(eq(signInFailures.account, account));
}
