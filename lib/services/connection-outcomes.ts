import { eq, sql } from "drizzle-orm";
import { connectionStates } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";

/** A way in or out did what it is for; `counts` are added to what it did before. */
export async function noteSuccess(
  tx: Transaction,
  name: string,
  now: Date,
  counts: Readonly<Record<string, number>> = {},
): Promise<void> {
  await tx.insert(connectionStates).values({ name }).onConflictDoNothing();
  const [row] = await tx
    .select({ counts: connectionStates.counts })
    .from(connectionStates)
    .where(eq(connectionStates.name, name))
    .for("update");
  const total = { ...row?.counts };
  for (const [key, n] of Object.entries(counts)) total[key] = (total[key] ?? 0) + n;
  await tx
    .update(connectionStates)
    .set({ succeededAt: now, errorCode: null, failures: 0, counts: total })
    .where(eq(connectionStates.name, name));
}

/** It could not; `errorCode` is one of our own. */
export async function noteFailure(tx: Transaction, name: string, now: Date, errorCode: string): Promise<void> {
  await tx
    .insert(connectionStates)
    .values({ name, failedAt: now, errorCode, failures: 1 })
    .onConflictDoUpdate({
      target: connectionStates.name,
      set: { failedAt: now, errorCode, failures: sql`${connectionStates.failures} + 1` },
    });
}
