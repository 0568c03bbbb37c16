import { and, gte, inArray, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Acuity, StaffingRule } from "@/lib/core/capacity/staffing";
import { ACUITY_WEIGHTS, MOST_RULES } from "@/lib/core/capacity/staffing-draft";
import { Fault } from "@/lib/core/fault";
import { rosters } from "@/lib/io/database/capacity-schema";
import type { Transaction } from "@/lib/io/database/database";
import { assertSeen } from "@/lib/services/assert-seen";
import { findForChange, insertUnitBeds } from "@/lib/services/unit-beds";
import { type Scope, verb } from "@/lib/services/verb";

export const acuitySchema: z.ZodType<Acuity> = z.strictObject({
  // As fine as the form shows it: what it cannot show, nobody could save again.
  weight: z.number().min(ACUITY_WEIGHTS.least).max(ACUITY_WEIGHTS.most).multipleOf(0.01),
  source: z.string().trim().min(1).max(80),
});

const people = z.int().min(0).max(2000);
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
  .array(
    z.strictObject({
      ...{ day: z.iso.date(), role: words, shift: words, people },
      seen: people.nullable().optional().meta({
        description:
          "Who stood there when somebody looked, null: nobody; 409 where that has changed. Left out: whatever stands.",
      }),
    }),
  )
  .max(MOST_SHIFTS);
type Roster = z.output<typeof rosterSchema>;

/** Who is down to work on these units from one local day to another. */
export async function findRosters(tx: Transaction, wardIds: readonly string[], [from, to]: readonly [string, string]) {
  return tx
    .select()
    .from(rosters)
    .where(and(inArray(rosters.wardId, [...wardIds]), gte(rosters.day, from), lte(rosters.day, to)));
}

const cellOf = ({ day, role, shift }: Pick<Roster[number], "day" | "role" | "shift">): string =>
  `${day} ${role} ${shift}`;

/** Refuses a rota of which a day and shift was changed since somebody looked at it. */
async function assertRosterSeen(tx: Transaction, wardId: string, roster: Roster): Promise<void> {
  const looked = roster.filter(({ seen }) => seen !== undefined).sort((one, other) => (one.day < other.day ? -1 : 1));
  const range = [looked[0]?.day ?? "", looked.at(-1)?.day ?? ""] as const;
  if (looked.length === 0) return;
  const stands = new Map((await findRosters(tx, [wardId], range)).map((one) => [cellOf(one), one.people]));
  for (const one of looked) assertSeen(one.seen, stands.get(cellOf(one)) ?? null);
}

/** Writes down who is down to work; what is not named stays as it was. */
export async function keepRoster({ tx, now }: Pick<Scope, "tx" | "now">, wardId: string, roster: Roster) {
  if (roster.length === 0) return;
  const rows = new Map(roster.map(({ seen: _, ...one }) => [cellOf(one), { ...one, wardId, at: now }]));
  await tx
    .insert(rosters)
    .values([...rows.values()])
    .onConflictDoUpdate({
      target: [rosters.wardId, rosters.day, rosters.role, rosters.shift],
      set: { people: sql`excluded.people`, at: sql`excluded.at` },
    });
}

/** Says by which rules a unit is staffed, how much care its patients need, and who is down to work. Days and shifts that are not named stay as they were. */
export const setStaffing = verb({
  name: "set-staffing",
  input: z.strictObject({
    wardId: z.string().min(1).max(200),
    /** All of the unit's rules; left out: as they were. */
    rules: rulesSchema.optional(),
    acuity: acuitySchema.nullable().optional().meta({
      description:
        "How much care patients need beside those the rules were set for (1), and where that is from; null: as the rules have it. Left out: as it was.",
    }),
    roster: rosterSchema.default([]),
    seenAcuity: acuitySchema.nullable().optional(),
    seenRules: rulesSchema.optional().meta({
      description:
        "The rules that stood when somebody looked; 409 where others stand by now. Left out: whatever stands.",
    }),
  }),
  about: ({ wardId }): Record<string, string> => ({ wardId }),
  wards: async (_scope, { wardId }) => [wardId],
  run: async (scope, { wardId, rules, acuity, roster, seenRules, seenAcuity }) => {
    const { tx, actor, now } = scope;
    const beds = await findForChange(tx, wardId);
    assertSeen(seenRules, beds?.rules ?? []);
    assertSeen(seenAcuity, beds?.acuity ? { weight: beds.acuity.weight, source: beds.acuity.source } : null);
    await assertRosterSeen(tx, wardId, roster);
    if (rules !== undefined || acuity !== undefined) {
      if (!beds) throw new Fault("conflict", "Say first how many beds this unit has.");
      // Said again it is as new as now: it was looked at.
      const said = acuity === undefined ? beds.acuity : acuity && { ...acuity, at: now.toISOString() };
      await insertUnitBeds(scope, { ...beds, rules: rules ?? beds.rules, acuity: said }, actor.id);
    }
    await keepRoster(scope, wardId, roster);
    const detail = {
      rules: rules?.length ?? -1,
      acuity: acuity === null ? 0 : (acuity?.weight ?? -1),
      roster: roster.length,
    };
    return { output: { wardId }, audit: { target: { wardId }, detail } };
  },
});
