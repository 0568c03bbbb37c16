import { desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { unitBeds } from "@/lib/io/database/capacity-schema";
import type { Transaction } from "@/lib/io/database/database";
import { users, wards } from "@/lib/io/database/schema";
import { type Scope, verb } from "@/lib/services/verb";

const count = z.int().min(0).max(2000);

/** What is said of a unit's beds. */
export const unitBedsSchema = z
  .strictObject({
    wardId: z.string().min(1).max(200),
    /** What the unit is added up under. */
    service: z.string().trim().min(1).max(80),
    physicalBeds: count,
    staffedBeds: count,
  })
  .refine(({ physicalBeds, staffedBeds }) => staffedBeds <= physicalBeds, {
    path: ["staffedBeds"],
    message: "cannot be more than there are beds",
  });

/** What a unit has, as it was last said. */
export interface UnitBedsRow extends Omit<typeof unitBeds.$inferSelect, "id" | "userId"> {
  /** Who said so; null: it was made with the demo. */
  readonly by: string | null;
}

/** The newest word on each of these units; a unit of which nobody said anything is left out. */
export async function findUnitBeds(tx: Transaction, wardIds: readonly string[]): Promise<UnitBedsRow[]> {
  const { wardId, service, physicalBeds, staffedBeds, rules, at } = unitBeds;
  return tx
    .selectDistinctOn([wardId], { wardId, service, physicalBeds, staffedBeds, rules, at, by: users.name })
    .from(unitBeds)
    .leftJoin(users, eq(users.id, unitBeds.userId))
    .where(inArray(wardId, [...wardIds]))
    .orderBy(wardId, desc(at), desc(unitBeds.id));
}

/** Writes down what a unit has from now on. */
export async function insertUnitBeds(
  { tx, now }: Pick<Scope, "tx" | "now">,
  { wardId, service, physicalBeds, staffedBeds, rules }: Omit<UnitBedsRow, "at" | "by">,
  userId: string | null,
): Promise<void> {
  await tx.insert(unitBeds).values({ wardId, service, physicalBeds, staffedBeds, rules, userId, at: now });
}

/** Says how many beds a unit has and how many of them are nursed. By which rules it is staffed stays as it was. */
export const setUnitBeds = verb({
  name: "set-unit-beds",
  input: unitBedsSchema,
  about: ({ wardId }): Record<string, string> => ({ wardId }),
  wards: async (_scope, { wardId }) => [wardId],
  run: async (scope, input) => {
    const { tx, actor } = scope;
    const { wardId, physicalBeds, staffedBeds } = input;
    const [known] = await tx.select({ id: wards.id }).from(wards).where(eq(wards.id, wardId));
    if (!known) throw new Fault("not-found", "There is no such unit.");
    const [before] = await findUnitBeds(tx, [wardId]);
    await insertUnitBeds(scope, { ...input, rules: before?.rules ?? [] }, actor.id);
    return { output: { wardId }, audit: { target: { wardId }, detail: { physicalBeds, staffedBeds } } };
  },
});
