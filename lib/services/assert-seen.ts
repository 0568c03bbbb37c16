import { sql } from "drizzle-orm";
import { isAsSeen } from "@/lib/core/edits/as-seen";
import { Fault } from "@/lib/core/fault";
import { ADVISORY_LOCKS } from "@/lib/io/database/advisory-locks";
import type { Transaction } from "@/lib/io/database/database";

/** Until this transaction ends nobody else changes what goes by this name. */
export async function takeTurn(tx: Transaction, what: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.edits}, hashtext(${what}))`);
}

/**
 * Refuses a change of what somebody else changed since it was looked at, so that nothing is overwritten unseen.
 * `seen` undefined: whoever changes it says it whatever stands there, such as the program it comes from.
 */
export function assertSeen(seen: unknown, stands: unknown): void {
  if (seen !== undefined && !isAsSeen(seen, stands))
    throw new Fault("conflict", "Somebody else changed this meanwhile. Look at what stands there now.");
}
