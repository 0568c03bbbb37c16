import { createHash, randomUUID } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/lib/io/database/database";
import { shownLists, viewings } from "@/lib/io/database/schema";
import type { Scope } from "@/lib/services/verb";

/** A longer silence than this ends a viewing: what is shown after it was looked at anew. */
const BREAK_MS = 30 * 60_000;

/** Names an ordered list of predictions: sha256 (hex). */
export function shownListId(predictionIds: readonly string[]): string {
  return createHash("sha256").update(predictionIds.join(" ")).digest("hex");
}

const instant = (date: Date): SQL => sql`${date.toISOString()}::timestamptz`;

const breakBefore = (now: Date): SQL => instant(new Date(now.getTime() - BREAK_MS));

/** That a person was shown a list of scores, so many times at once. */
export interface ListViewing {
  readonly userId: string;
  readonly listId: string;
  readonly reads: number;
  /** What the list was made under, where that decides whether it is still shown. */
  readonly token: string | null;
}

/** In one order, so that transactions which move the same viewings wait for each other in a row and not in a ring. */
const inOrder = (shown: readonly ListViewing[]): readonly ListViewing[] =>
  [...shown].sort((a, b) => (a.userId + a.listId < b.userId + b.listId ? -1 : 1));

/**
 * Moves the end of each reader's last viewing where it was of the very same list, for use in a WITH: rows of (user_id,
 * list_id) where it did. Without this a list that refreshes itself would leave a row a minute. `condition` may be about
 * shown.token.
 */
export function movedListViewings(now: Date, shown: readonly ListViewing[], condition: SQL = sql`true`): SQL {
  const rows = JSON.stringify(
    inOrder(shown).map(({ userId, listId, ...rest }) => ({ user_id: userId, list_id: listId, ...rest })),
  );
  return sql`
    update ${viewings} set until_at = ${instant(now)}, reads = ${viewings.reads} + last.more
    from (
      select newest.id, shown.user_id, shown.list_id, shown.reads as more
      from jsonb_to_recordset(${rows}::jsonb) as shown(user_id uuid, list_id text, reads int, token text)
      cross join lateral (
        select id, shown_list_id, until_at from ${viewings} where user_id = shown.user_id and place = 'list'
        order by until_at desc limit 1 for update
      ) as newest
      where newest.shown_list_id = shown.list_id and newest.until_at > ${breakBefore(now)} and ${condition}
    ) as last
    where ${viewings.id} = last.id
    returning last.user_id, last.list_id`;
}

/** Writes down that lists of scores were shown, each beginning now. `listed` has the predictions of each list. */
export async function insertListViewings(
  tx: Transaction,
  now: Date,
  shown: readonly ListViewing[],
  listed: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (shown.length === 0) return;
  const lists = [...new Set(shown.map(({ listId }) => listId))].sort();
  await tx
    .insert(shownLists)
    .values(lists.map((id) => ({ id, predictionIds: [...(listed.get(id) ?? [])], firstAt: now })))
    .onConflictDoNothing();
  await tx.insert(viewings).values(
    inOrder(shown).map(({ userId, listId, reads }) => ({
      id: randomUUID(),
      userId,
      place: "list" as const,
      shownListId: listId,
      at: now,
      untilAt: now,
      reads,
    })),
  );
}

/** Writes down that one reader was shown these scores together; the very same again moves the end of that viewing. */
export async function recordListViewing({ tx, actor, now }: Scope, predictionIds: readonly string[]): Promise<void> {
  if (predictionIds.length === 0) return;
  const listId = shownListId(predictionIds);
  const viewing = { userId: actor.id, listId, reads: 1, token: null };
  const moved = await tx.execute(movedListViewings(now, [viewing]));
  if (moved.rows.length === 0) await insertListViewings(tx, now, [viewing], new Map([[listId, predictionIds]]));
}

/** Writes down that one patient's score was shown on their own page; the same again moves the end of that viewing. */
export async function recordStayViewing(
  { tx, actor, now }: Scope,
  stayId: string,
  predictionId: string,
): Promise<void> {
  const moved = await tx.execute(sql`
    update ${viewings} set until_at = ${instant(now)}, reads = ${viewings.reads} + 1
    where id = (
      select id from ${viewings} where user_id = ${actor.id} and place = 'patient' order by until_at desc limit 1
    ) and until_at > ${breakBefore(now)} and prediction_id = ${predictionId}
    returning id`);
  if (moved.rows.length > 0) return;
  const times = { at: now, untilAt: now, reads: 1 };
  await tx
    .insert(viewings)
    .values({ id: randomUUID(), userId: actor.id, place: "patient", stayId, predictionId, ...times });
}
