import { eq, inArray, sql } from "drizzle-orm";
import { connectionStates } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";

/**
 * fhir: how the reading of the FHIR server is doing.
 * fhir-pass: when the newest reading that reached everybody began, by our clock and (cursor) by the source's.
 * fhir-whole: when the newest such reading began that asked for everything, not only for what changed.
 */
export type FeedStateName = "fhir" | "fhir-pass" | "fhir-whole";

export type ConnectionState = typeof connectionStates.$inferSelect;

export async function findState(tx: Transaction, name: FeedStateName): Promise<ConnectionState | null> {
  const [state] = await tx.select().from(connectionStates).where(eq(connectionStates.name, name));
  return state ?? null;
}

/** Writes some columns of a state, which need not be there yet. */
export async function writeState(
  tx: Transaction,
  name: FeedStateName,
  values: Partial<Omit<ConnectionState, "name">>,
): Promise<void> {
  await tx
    .insert(connectionStates)
    .values({ name, ...values })
    .onConflictDoUpdate({ target: connectionStates.name, set: values });
}

/** There is nothing to read any more: how old it was says nothing now. */
export async function forgetReadings(tx: Transaction): Promise<void> {
  await tx.delete(connectionStates).where(inArray(connectionStates.name, ["fhir-pass", "fhir-whole"]));
}

/** Says that a reading begins, unless another process began one so lately: of several that ask, one is told yes. */
export async function beginReading(
  tx: Transaction,
  name: string,
  { now, leastAgeMs }: { readonly now: Date; readonly leastAgeMs: number },
): Promise<boolean> {
  const begun = await tx
    .insert(connectionStates)
    .values({ name, startedAt: now })
    .onConflictDoUpdate({
      target: connectionStates.name,
      set: { startedAt: now },
      setWhere: sql`${connectionStates.startedAt} is null or ${connectionStates.startedAt} <= ${new Date(now.getTime() - leastAgeMs).toISOString()}::timestamptz`,
    })
    .returning({ name: connectionStates.name });
  return begun.length > 0;
}

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
