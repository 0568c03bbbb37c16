import { inArray, sql } from "drizzle-orm";
import { z } from "zod";
import { ROLES } from "@/lib/core/access/access";
import { demoAlertRules } from "@/lib/core/demo/demo-alert-rules";
import { procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { theatreSetting } from "@/lib/core/theatres/theatre-setting";
import { users, userWards, wards } from "@/lib/io/database/schema";
import { insertRule } from "@/lib/services/alert-rules";
import { insertProfile } from "@/lib/services/procedure-profiles";
import { acuitySchema, keepRoster, rosterSchema, rulesSchema } from "@/lib/services/staffing";
import { insertStock, stockSchema } from "@/lib/services/stock";
import { findTheatreSetting, keepTheatreSetting } from "@/lib/services/theatre-setting";
import { findUnitBeds, insertUnitBeds, unitBedsSchema } from "@/lib/services/unit-beds";
import { verb } from "@/lib/services/verb";

const text = z.string().min(1).max(200);

/** Rules of the demo look at who came today as well: they are as old as the day before. */
const RULES_SINCE_MS = 86_400_000;

/** Makes the demo's wards and accounts, or brings them back to what they should be; every account is given every ward. */
export const setUpDemo = verb({
  name: "set-up-demo",
  input: z.object({
    wards: z.array(z.object({ id: text, name: text, physicalBeds: z.number().int().positive() })).min(1),
    accounts: z.array(z.object({ email: text, name: text, role: z.enum(ROLES), passwordHash: text })).min(1),
    /** Of units that nobody has said anything of yet; their roster is made anew. */
    beds: z
      .array(
        z.object({
          ...{ has: unitBedsSchema, rules: rulesSchema, roster: rosterSchema },
          acuity: acuitySchema.nullable().default(null),
        }),
      )
      .default([]),
    /** Where nobody has said anything of theatres yet. */
    theatres: z
      .strictObject({ setting: theatreSetting, profiles: z.array(procedureProfile), stock: z.array(stockSchema) })
      .nullish(),
  }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, now }, input) => {
    await tx
      .insert(wards)
      .values(input.wards.map(({ id, name, physicalBeds }) => ({ id, name, physicalBeds })))
      .onConflictDoUpdate({
        target: wards.id,
        set: { name: sql`excluded.name`, physicalBeds: sql`excluded.physical_beds` },
      });
    const accounts = await tx
      .insert(users)
      .values(input.accounts.map((account) => ({ ...account, createdAt: now })))
      .onConflictDoUpdate({
        target: users.email,
        set: {
          name: sql`excluded.name`,
          role: sql`excluded.role`,
          passwordHash: sql`excluded.password_hash`,
          passwordIsOneTime: false,
        },
      })
      .returning({ id: users.id });
    const ids = accounts.map(({ id }) => id);
    const known = await tx.select({ id: wards.id }).from(wards);
    await tx.delete(userWards).where(inArray(userWards.userId, ids));
    await tx.insert(userWards).values(ids.flatMap((userId) => known.map(({ id }) => ({ userId, wardId: id }))));
    const since = new Date(now.getTime() - RULES_SINCE_MS);
    if (input.wards.length > 0)
      for (const one of demoAlertRules(input.wards.map(({ id }) => id)))
        await insertRule({ tx, now: since }, { ...one, version: 1, userId: null, burden: null });
    const unitIds = input.beds.map(({ has }) => has.wardId);
    const said = new Set((await findUnitBeds(tx, unitIds)).map(({ wardId }) => wardId));
    for (const { has, rules, acuity, roster } of input.beds) {
      const heavier = acuity && { ...acuity, at: now.toISOString() };
      if (!said.has(has.wardId)) await insertUnitBeds({ tx, now }, { ...has, rules, acuity: heavier }, null);
      await keepRoster({ tx, now }, has.wardId, roster);
    }
    if (input.theatres && (await findTheatreSetting(tx)) === null) {
      const { setting, profiles, stock } = input.theatres;
      await keepTheatreSetting(tx, setting);
      for (const profile of profiles)
        await insertProfile({ tx, now }, { profile, version: 1, isRetired: false, userId: null });
      for (const shelf of stock) await insertStock({ tx, now }, shelf, null);
    }
    return {
      output: { accounts: ids.length, wards: known.length },
      audit: { target: {}, detail: { accounts: ids.length, wards: known.length } },
    };
  },
});
