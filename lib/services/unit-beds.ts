import { and, desc, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { StaffingRule } from "@/lib/core/capacity/staffing";
import { Fault } from "@/lib/core/fault";
import { rosters, unitBeds } from "@/lib/io/database/capacity-schema";
import type { Transaction } from "@/lib/io/database/database";
import { wards } from "@/lib/io/database/schema";
import { type Scope, verb } from "@/lib/services/verb";

const words = z.string().trim().min(1).max(80);
const count = z.int().min(0).max(2000);
const MOST_RULES = 12;

const ruleSchema: z.ZodType<StaffingRule> = z.strictObject({
  role: words,
  shift: words,
  shiftHours: z.number().positive().max(24),
  need: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("ratio"), patientsPerNurse: z.number().positive().max(100) }),
    z.strictObject({ kind: z.literal("hours"), hoursPerPatientDay: z.number().positive().max(48) }),
  ]),
  minimum: z.int().min(0).max(100),
});

const onRoster = z.strictObject({ day: z.iso.date(), role: words, shift: words, people: count });

/** What is said of a unit. */
export const unitBedsSchema = z
  .strictObject({
    wardId: z.string().min(1).max(200),
    /** What the unit is added up under. */
    service: words,
    physicalBeds: count,
    staffedBeds: count,
    /** Left out: as they were. */
    rules: z
      .array(ruleSchema)
      .max(MOST_RULES)
      .refine((rules) => new Set(rules.map(({ role, shift }) => `${role} ${shift}`)).size === rules.length, {
        message: "a role has one rule a shift",
      })
      .optional(),
    /** Days and shifts left out stay as they were. */
    roster: z.array(onRoster).max(2000).default([]),
  })
  .refine(({ physicalBeds, staffedBeds }) => staffedBeds <= physicalBeds, {
    path: ["staffedBeds"],
    message: "cannot be more than there are beds",
  });
type UnitBedsInput = z.output<typeof unitBedsSchema>;

/** What a unit has, as it was last said. */
export type UnitBedsRow = Omit<typeof unitBeds.$inferSelect, "id" | "userId">;

/** The newest word on each of these units; a unit of which nobody said anything is left out. */
export async function findUnitBeds(tx: Transaction, wardIds: readonly string[]): Promise<UnitBedsRow[]> {
  const { wardId, service, physicalBeds, staffedBeds, rules, at } = unitBeds;
  return tx
    .selectDistinctOn([wardId], { wardId, service, physicalBeds, staffedBeds, rules, at })
    .from(unitBeds)
    .where(inArray(wardId, [...wardIds]))
    .orderBy(wardId, desc(at), desc(unitBeds.id));
}

/** Who is down to work on these units from one local day to another. */
export async function findRosters(tx: Transaction, wardIds: readonly string[], [from, to]: readonly [string, string]) {
  return tx
    .select()
    .from(rosters)
    .where(and(inArray(rosters.wardId, [...wardIds]), gte(rosters.day, from), lte(rosters.day, to)));
}

/** Writes down what a unit has from now on. */
export async function insertUnitBeds(
  { tx, now }: Pick<Scope, "tx" | "now">,
  { wardId, service, physicalBeds, staffedBeds, rules, roster }: UnitBedsInput,
  userId: string | null,
): Promise<void> {
  const [before] = rules === undefined ? await findUnitBeds(tx, [wardId]) : [];
  const kept = rules ?? before?.rules ?? [];
  await tx.insert(unitBeds).values({ wardId, service, physicalBeds, staffedBeds, rules: kept, userId, at: now });
  await keepRoster({ tx, now }, wardId, roster);
}

/** Writes down who is down to work; what is not named stays as it was. */
export async function keepRoster(
  { tx, now }: Pick<Scope, "tx" | "now">,
  wardId: string,
  roster: UnitBedsInput["roster"],
): Promise<void> {
  if (roster.length === 0) return;
  const rows = new Map(roster.map((one) => [`${one.day} ${one.role} ${one.shift}`, { ...one, wardId, at: now }]));
  await tx
    .insert(rosters)
    .values([...rows.values()])
    .onConflictDoUpdate({
      target: [rosters.wardId, rosters.day, rosters.role, rosters.shift],
      set: { people: sql`excluded.people`, at: sql`excluded.at` },
    });
}

/** Says how many beds a unit has and how many of them are nursed, by which rule it is staffed, and who is down to work. */
export const setUnitBeds = verb({
  name: "set-unit-beds",
  input: unitBedsSchema,
  about: ({ wardId }): Record<string, string> => ({ wardId }),
  wards: async (_scope, { wardId }) => [wardId],
  run: async (scope, input) => {
    const { tx, actor } = scope;
    const { wardId, physicalBeds, staffedBeds, rules, roster } = input;
    const [known] = await tx.select({ id: wards.id }).from(wards).where(eq(wards.id, wardId));
    if (!known) throw new Fault("not-found", "There is no such unit.");
    await insertUnitBeds(scope, input, actor.id);
    const detail = { physicalBeds, staffedBeds, rules: rules?.length ?? -1, roster: roster.length };
    return { output: { wardId }, audit: { target: { wardId }, detail } };
  },
});
