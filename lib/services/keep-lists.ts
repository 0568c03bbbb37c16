import { createHash } from "node:crypto";
import { and, desc, eq, sql } from "drizzle-orm";
import type { ListSaid } from "@/lib/core/worklist/past-list";
import { keptMonth } from "@/lib/core/worklist/past-list-retention";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";
import type { Transaction } from "@/lib/io/database/database";
import { listMoments, shownRows } from "@/lib/io/database/past-list-schema";
import type { Vault } from "@/lib/io/vault";
import { wardSetKey } from "@/lib/services/cutoffs";
import { placeOf } from "@/lib/services/sealed-columns";
import type { Scope } from "@/lib/services/verb";
import type { ListView } from "@/lib/services/worklist-snapshot";

/** A list that is being handed out, and which wards it is of. */
interface HandedOut {
  readonly view: ListView;
  readonly wardIds: readonly string[];
}

/**
 * Lists already written down, and in which transaction: only a later one proves that it was committed, so the next that
 * hands the same list out looks once more.
 */
const written = new WeakMap<ListView, Transaction | "committed">();

/** Names a row by what it says, without telling it. */
function rowIdOf(vault: Vault, text: string): string {
  const hex = vault.fingerprint(text).slice(0, 32);
  return [8, 4, 4, 4, 12]
    .reduce<{ parts: string[]; at: number }>(
      ({ parts, at }, length) => ({ parts: [...parts, hex.slice(at, at + length)], at: at + length }),
      { parts: [], at: 0 },
    )
    .parts.join("-");
}

/** Keeps those rows that were never handed out before. In one order, so that two transactions wait and do not lock. */
async function keepRows(
  { tx, house, now }: Omit<Scope, "actor">,
  rows: ReadonlyMap<string, WorklistRow>,
): Promise<void> {
  const ids = [...rows.keys()].sort();
  const { rows: missing } = await tx.execute<{ id: string }>(sql`
    select wanted.id::text as id from unnest(${sql.param(ids)}::uuid[]) as wanted(id)
    where not exists (select from ${shownRows} where ${shownRows.id} = wanted.id) order by wanted.id`);
  if (missing.length === 0) return;
  const values = missing.map(({ id }) => ({
    id,
    content: house.vault.seal(rows.get(id), placeOf(shownRows.content, id)),
    at: now,
  }));
  await tx.insert(shownRows).values(values).onConflictDoNothing();
}

async function keepList(scope: Omit<Scope, "actor">, { view, wardIds }: HandedOut): Promise<void> {
  const { tx, house, now } = scope;
  const { audience } = view;
  const { rows, dataAsOf, unreadPatients, timeZone, checkedHere, provenance, silentBecause, cutoff, wards } = view.list;
  // Once a month, though it says the same: lists that are kept no longer go by whole months (past-list-retention.ts).
  const month = keptMonth(now);
  const named = rows.map((row) => [rowIdOf(house.vault, `${month} ${JSON.stringify(row)}`), row] as const);
  const rowIds = named.map(([id]) => id);
  const wardKey = wardSetKey(wardIds);
  const said: ListSaid = {
    timeZone,
    checkedHere,
    provenance,
    silentBecause,
    cutoff,
    wards: wards.filter(({ id }) => wardIds.includes(id)),
  };
  const content = createHash("sha256")
    .update(JSON.stringify([rowIds, dataAsOf, unreadPatients, said]))
    .digest("base64url");
  const [newest] = await tx
    .select({ content: listMoments.content })
    .from(listMoments)
    .where(and(eq(listMoments.wardKey, wardKey), eq(listMoments.audience, audience)))
    .orderBy(desc(listMoments.at), desc(listMoments.seq))
    .limit(1);
  if (newest?.content === content) return;
  await keepRows(scope, new Map(named));
  await tx.insert(listMoments).values({
    wardIds: [...wardIds].sort(),
    wardKey,
    audience,
    at: now,
    content,
    shownListId: view.predictionIds.length === 0 ? null : view.shownListId,
    rowIds,
    dataAsOf: dataAsOf === null ? null : new Date(dataAsOf),
    unreadPatients,
    said,
  });
}

/**
 * Keeps lists as they are handed out, row by row, so that any of them can be shown again as it was. Costs nothing where
 * nothing changed: a list is the same object until something does.
 */
export async function keepLists(scope: Omit<Scope, "actor">, handedOut: readonly HandedOut[]): Promise<void> {
  for (const one of new Map(handedOut.map((list) => [list.view, list])).values()) {
    const earlier = written.get(one.view);
    if (earlier === "committed") continue;
    await keepList(scope, one);
    written.set(one.view, earlier === undefined || earlier === scope.tx ? scope.tx : "committed");
  }
}
