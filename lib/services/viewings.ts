import { createHash, randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { shownLists, viewings } from "@/lib/io/database/schema";
import type { Scope } from "@/lib/services/verb";

/** A longer silence than this ends a viewing: what is shown after it was looked at anew. */
const BREAK_MS = 30 * 60_000;

/** Names an ordered list of predictions: sha256 (hex). */
export function shownListId(predictionIds: readonly string[]): string {
  return createHash("sha256").update(predictionIds.join(" ")).digest("hex");
}

const instant = (date: Date): SQL => sql`${date.toISOString()}::timestamptz`;

/**
 * Moves the end of the reader's last viewing where it was of the very same, for use in a WITH: one row where it did.
 * Without this a list that refreshes itself would leave a row a minute.
 */
export function movedViewing({ actor, now }: Scope, place: "list" | "patient", isSame: SQL): SQL {
  return sql`
    update ${viewings} set until_at = ${instant(now)}, reads = ${viewings.reads} + 1
    where id = (
      select id from ${viewings} where user_id = ${actor.id} and place = ${place} order by until_at desc limit 1
    ) and until_at > ${instant(new Date(now.getTime() - BREAK_MS))} and ${isSame}
    returning id`;
}

/** Writes down that a list of scores was shown. Nothing where no score was on it. */
export async function insertListViewing(
  { tx, actor, now }: Scope,
  listId: string,
  predictionIds: readonly string[],
): Promise<void> {
  if (predictionIds.length === 0) return;
  await tx
    .insert(shownLists)
    .values({ id: listId, predictionIds: [...predictionIds], firstAt: now })
    .onConflictDoNothing();
  const times = { at: now, untilAt: now, reads: 1 };
  await tx
    .insert(viewings)
    .values({ id: randomUUID(), userId: actor.id, place: "list", shownListId: listId, ...times });
}

/** Writes down that one patient's score was shown on their own page; the same again moves its end. */
export async function recordStayViewing(scope: Scope, stayId: string, predictionId: string): Promise<void> {
  const { tx, actor, now } = scope;
  const moved = await tx.execute(movedViewing(scope, "patient", sql`prediction_id = ${predictionId}`));
  if (moved.rows.length > 0) return;
  const times = { at: now, untilAt: now, reads: 1 };
  await tx
    .insert(viewings)
    .values({ id: randomUUID(), userId: actor.id, place: "patient", stayId, predictionId, ...times });
}
