import { and, eq, gte, inArray, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { StaffingRule } from "@/lib/core/capacity/staffing";
import { MOST_RULES } from "@/lib/core/capacity/staffing-draft";
import { Fault } from "@/lib/core/fault";
import { rosters } from "@/lib/io/database/capacity-schema";
import type { Transaction } from "@/lib/io/database/database";
import { wards } from "@/lib/io/database/schema";
import { findUnitBeds, insertUnitBeds } from "@/lib/services/unit-beds";
import { type Scope, verb } from "@/lib/services/verb";

const words = z.string().trim().min(1).max(80);
/** A rota of a year of days, four roles and three shifts each, fits. */
const MOST_SHIFTS = 5000;

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

export const rulesSchema = z
  .array(ruleSchema)
  .max(MOST_RULES)
  .refine((rules) => new Set(rules.map(({ role, shift }) => `${role} ${shift}`)).size === rules.length, {
    message: "a role has one rule a shift",
  });

export const rosterSchema = z
  .array(z.strictObject({ day: z.iso.date(), role: words, shift: words, people: z.int().min(0).max(2000) }))
  .max(MOST_SHIFTS);
type Roster = z.output<typeof rosterSchema>;

/** Who is down to work on these units from one local day to another. */
export async function findRosters(tx: Transaction, wardIds: readonly string[], [from, to]: readonly [string, string]) {
  return tx
    .select()
    .from(rosters)
    .where(and(inArray(rosters.wardId, [...wardIds]), gte(rosters.day, from), lte(rosters.day, to)));
}

/** Writes down who is down to work; what is not named stays as it was. */
export async function keepRoster({ tx, now }: Pick<Scope, "tx" | "now">, wardId: string, roster: Roster) {
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

/** Says by which rules a unit is staffed, and who is down to work. Days and shifts that are not named stay as they were. */
export const setStaffing = verb({
  name: "set-staffing",
  input: z.strictObject({
    wardId: z.string().min(1).max(200),
    /** All of the unit's rules; left out: as they were. */
    rules: rulesSchema.optional(),
    roster: rosterSchema.default([]),
  }),
  about: ({ wardId }): Record<string, string> => ({ wardId }),
  wards: async (_scope, { wardId }) => [wardId],
  run: async (scope, { wardId, rules, roster }) => {
    const { tx, actor } = scope;
    const [known] = await tx.select({ id: wards.id }).from(wards).where(eq(wards.id, wardId));
    if (!known) throw new Fault("not-found", "There is no such unit.");
    if (rules !== undefined) {
      const [beds] = await findUnitBeds(tx, [wardId]);
      if (!beds) throw new Fault("conflict", "Say first how many beds this unit has.");
      await insertUnitBeds(scope, { ...beds, rules }, actor.id);
    }
    await keepRoster(scope, wardId, roster);
    const detail = { rules: rules?.length ?? -1, roster: roster.length };
    return { output: { wardId }, audit: { target: { wardId }, detail } };
  },
});
