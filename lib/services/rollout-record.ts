import { asc, eq, max, sql } from "drizzle-orm";
import type { RolloutEvent } from "@/lib/core/rollout/rollout";
import { ADVISORY_LOCKS } from "@/lib/io/database/advisory-locks";
import type { Transaction } from "@/lib/io/database/database";
import { rollouts } from "@/lib/io/database/registry-schema";
import type { Scope } from "@/lib/services/verb";

/** What was decided about a task's versions, oldest first. */
export async function findRolloutEvents(tx: Transaction, task: string): Promise<RolloutEvent[]> {
  const rows = await tx.select().from(rollouts).where(eq(rollouts.task, task)).orderBy(asc(rollouts.seq));
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** Number of the newest decision about a task's versions; 0 before there is any. */
export async function newestRollout(tx: Transaction, task: string): Promise<number> {
  const [found] = await tx
    .select({ seq: max(rollouts.seq) })
    .from(rollouts)
    .where(eq(rollouts.task, task));
  return Number(found?.seq ?? 0);
}

/** Until the transaction ends nobody stores a prediction and nobody else changes what serves. */
export async function lockRollouts(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.rollouts})`);
}

/** Until the transaction ends what serves does not change; many may hold this at once. */
export async function holdRollouts(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${ADVISORY_LOCKS.rollouts})`);
}

/** Adds one line to the record; whoever calls holds `lockRollouts`, so that numbers appear in their order. */
export async function appendRollout(
  { tx, now, actor }: Pick<Scope, "tx" | "now" | "actor">,
  event: Omit<RolloutEvent, "seq" | "at" | "byUser" | "byRole">,
): Promise<void> {
  const byUser = actor.role === "system" ? `system: ${actor.name}` : actor.id;
  const { wardIds, ...rest } = event;
  await tx.insert(rollouts).values({
    ...rest,
    wardIds: wardIds === null ? null : [...wardIds],
    byUser,
    byRole: actor.role,
    at: now,
  });
}
