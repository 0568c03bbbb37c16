import { desc, eq } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/lib/io/database/database";
import { users } from "@/lib/io/database/schema";
import { stockCounts } from "@/lib/io/database/theatre-schema";
import { type Scope, verb } from "@/lib/services/verb";

const pieces = z.int().min(0).max(20_000);

/** What is said of an item's stock. */
export const stockSchema = z.strictObject({
  item: z.string().trim().min(1).max(80),
  /** On the shelf now. */
  count: pieces,
  /** What is to come, by local calendar day. */
  deliveries: z
    .array(z.strictObject({ day: z.iso.date(), count: pieces }))
    .max(60)
    .default([]),
});

/** The newest count of every item, with who said it. */
export async function findStock(tx: Transaction) {
  const { item, count, deliveries, at } = stockCounts;
  return tx
    .selectDistinctOn([item], { item, count, deliveries, at, by: users.name })
    .from(stockCounts)
    .leftJoin(users, eq(users.id, stockCounts.userId))
    .orderBy(item, desc(at), desc(stockCounts.id));
}

/** Writes down what there is of an item from now on. */
export async function insertStock(
  { tx, now }: Pick<Scope, "tx" | "now">,
  { item, count, deliveries }: z.output<typeof stockSchema>,
  userId: string | null,
): Promise<string> {
  const values = { item, count, deliveries, userId, at: now };
  const [row] = await tx.insert(stockCounts).values(values).returning({ id: stockCounts.id });
  return row?.id ?? "";
}

/** Says how much of an item is on the shelf, and what is to come. */
export const setStock = verb({
  name: "set-stock",
  input: stockSchema,
  about: () => ({}),
  wards: async () => [],
  run: async (scope, input) => {
    const stockId = await insertStock(scope, input, scope.actor.id);
    const { item, count, deliveries } = input;
    return {
      output: { item, count },
      audit: { target: { stockId }, detail: { count, deliveries: deliveries.length } },
    };
  },
});
