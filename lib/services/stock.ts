import { and, desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/lib/io/database/database";
import { users } from "@/lib/io/database/schema";
import { stockCounts } from "@/lib/io/database/theatre-schema";
import { assertSeen, takeTurn } from "@/lib/services/assert-seen";
import { type Scope, verb } from "@/lib/services/verb";

const pieces = z.int().min(0).max(20_000);

/** What is to come, by local calendar day. */
const deliveries = z
  .array(z.strictObject({ day: z.iso.date(), count: pieces }))
  .max(60)
  .default([]);

/** What is said of an item's stock. */
export const stockSchema = z.strictObject({
  item: z.string().trim().min(1).max(80),
  /** On the shelf now. */
  count: pieces,
  deliveries,
});

/** What was said before the newest count is kept so long: a program that counts hourly makes millions of rows a year. */
const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** An item's stock as it was last said, and by whom; null: made with the demo. */
interface StockRow extends Pick<typeof stockCounts.$inferSelect, "item" | "count" | "deliveries" | "at"> {
  readonly by: string | null;
}

/**
 * The newest count of every item, with who said it. Goes from item to item along the index, and to the newest of each:
 * as long as there are items, and not as there are counts.
 */
export async function findStock(tx: Transaction): Promise<StockRow[]> {
  const { rows } = await tx.execute<Omit<StockRow, "at"> & { at: string }>(sql`
    with recursive items as (
      (select ${stockCounts.item} from ${stockCounts} order by ${stockCounts.item} limit 1)
      union all
      select (select s.item from ${stockCounts} s where s.item > items.item order by s.item limit 1)
      from items where items.item is not null
    )
    select newest.item, newest.count, newest.deliveries, newest.at::text as at, ${users.name} as by
    from items
    cross join lateral (
      select * from ${stockCounts} s where s.item = items.item order by s.at desc, s.id desc limit 1
    ) newest
    left join ${users} on ${users.id} = newest.user_id
    order by newest.item`);
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at) }));
}

async function findNewest(tx: Transaction, item: string) {
  const { count, deliveries, at, id } = stockCounts;
  const [row] = await tx
    .select({ count, deliveries })
    .from(stockCounts)
    .where(eq(stockCounts.item, item))
    .orderBy(desc(at), desc(id))
    .limit(1);
  return row ?? null;
}

/** Writes down what there is of an item from now on, as the newest also beside a process whose clock runs ahead; counts of it that are older than 90 days go. */
export async function insertStock(
  { tx, now }: Pick<Scope, "tx" | "now">,
  { item, count, deliveries }: z.output<typeof stockSchema>,
  userId: string | null,
): Promise<string> {
  const at = sql`greatest(${now.toISOString()}::timestamptz, (
    select max(at) + interval '1 millisecond' from ${stockCounts} as earlier where earlier.item = ${item}))`;
  const values = { item, count, deliveries, userId, at };
  const [row] = await tx.insert(stockCounts).values(values).returning({ id: stockCounts.id });
  const before = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  await tx.delete(stockCounts).where(and(eq(stockCounts.item, item), lt(stockCounts.at, before)));
  return row?.id ?? "";
}

/** Says how much of an item is on the shelf, and what is to come. */
export const setStock = verb({
  name: "set-stock",
  input: stockSchema.extend({
    seen: z.strictObject({ count: pieces, deliveries }).nullable().optional().meta({
      description:
        "What stood there when somebody looked, null: nothing; 409 where that has changed. Left out: whatever stands.",
    }),
  }),
  about: () => ({}),
  wards: async () => [],
  run: async (scope, { seen, ...input }) => {
    await takeTurn(scope.tx, `stock ${input.item}`);
    assertSeen(seen, await findNewest(scope.tx, input.item));
    const stockId = await insertStock(scope, input, scope.actor.id);
    const { item, count, deliveries } = input;
    return {
      output: { item, count },
      audit: { target: { stockId }, detail: { count, deliveries: deliveries.length } },
    };
  },
});
