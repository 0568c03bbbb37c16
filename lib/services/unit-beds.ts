import { desc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { Fault } from "@/lib/core/fault";
import { unitBeds } from "@/lib/io/database/capacity-schema";
import type { Transaction } from "@/lib/io/database/database";
import { users, wards } from "@/lib/io/database/schema";
import { assertSeen, takeTurn } from "@/lib/services/assert-seen";
import { type Scope, verb } from "@/lib/services/verb";

const count = z.int().min(0).max(2000);

/** What a unit is added up under, and its beds. */
const bedsSaid = z.strictObject({
  service: z.string().trim().min(1).max(80),
  physicalBeds: count,
  staffedBeds: count,
});

/** What is said of a unit's beds. */
export const unitBedsSchema = bedsSaid
  .extend({ wardId: z.string().min(1).max(200) })
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
  const { wardId, service, physicalBeds, staffedBeds, rules, acuity, at } = unitBeds;
  return tx
    .selectDistinctOn([wardId], { wardId, service, physicalBeds, staffedBeds, rules, acuity, at, by: users.name })
    .from(unitBeds)
    .leftJoin(users, eq(users.id, unitBeds.userId))
    .where(inArray(wardId, [...wardIds]))
    .orderBy(wardId, desc(at), desc(unitBeds.id));
}

/** Writes down what a unit has from now on: the newest word, also beside a process whose clock runs ahead. */
export async function insertUnitBeds(
  { tx, now }: Pick<Scope, "tx" | "now">,
  { wardId, service, physicalBeds, staffedBeds, rules, acuity }: Omit<UnitBedsRow, "at" | "by">,
  userId: string | null,
): Promise<void> {
  const at = sql`greatest(${now.toISOString()}::timestamptz, (
    select max(at) + interval '1 millisecond' from ${unitBeds} as before where before.ward_id = ${wardId}))`;
  await tx.insert(unitBeds).values({ wardId, service, physicalBeds, staffedBeds, rules, acuity, userId, at });
}

/** The newest word on a unit, which nobody else changes until this transaction ends; undefined: nobody said anything. */
export async function findForChange(tx: Transaction, wardId: string): Promise<UnitBedsRow | undefined> {
  const [known] = await tx.select({ id: wards.id }).from(wards).where(eq(wards.id, wardId));
  if (!known) throw new Fault("not-found", "There is no such unit.");
  await takeTurn(tx, `unit ${wardId}`);
  const [row] = await findUnitBeds(tx, [wardId]);
  return row;
}

/** Says how many beds a unit has and how many of them are nursed. By which rules it is staffed stays as it was. */
export const setUnitBeds = verb({
  name: "set-unit-beds",
  /** `seen`: what was said when somebody looked, null: nothing; refused where something else was said since. */
  input: unitBedsSchema.safeExtend({ seen: bedsSaid.nullable().optional() }),
  about: ({ wardId }): Record<string, string> => ({ wardId }),
  wards: async (_scope, { wardId }) => [wardId],
  run: async (scope, { seen, ...input }) => {
    const { tx, actor } = scope;
    const { wardId, physicalBeds, staffedBeds } = input;
    const before = await findForChange(tx, wardId);
    const stands = before && {
      ...{ service: before.service, physicalBeds: before.physicalBeds, staffedBeds: before.staffedBeds },
    };
    assertSeen(seen, stands ?? null);
    await insertUnitBeds(scope, { ...input, rules: before?.rules ?? [], acuity: before?.acuity ?? null }, actor.id);
    return { output: { wardId }, audit: { target: { wardId }, detail: { physicalBeds, staffedBeds } } };
  },
});
