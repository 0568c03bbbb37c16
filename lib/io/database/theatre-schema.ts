import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { Coded, ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import { at, patients, users } from "@/lib/io/database/schema";

/** What a kind of operation needs. Append-only: the newest version of a profile holds. */
export const procedureProfiles = pgTable(
  "procedure_profiles",
  {
    profileId: text("profile_id").notNull(),
    /** 1, 2, 3 … */
    version: integer().notNull(),
    profile: jsonb().$type<ProcedureProfile>().notNull(),
    /** From this version on it stands for no operation. */
    isRetired: boolean("is_retired").notNull(),
    /** null: made with the demo. */
    userId: uuid("user_id").references(() => users.id),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.profileId, t.version] }),
    check("procedure_profiles_version", sql`${t.version} >= 1`),
  ],
);

/** Stock as somebody counted it, or a program said. Never changed: the newest row of an item holds; those older than 90 days go with the next. */
export const stockCounts = pgTable(
  "stock_counts",
  {
    id: uuid().primaryKey().defaultRandom(),
    item: text().notNull(),
    count: integer().notNull(),
    /** What is to come, by local calendar day. */
    deliveries: jsonb().$type<readonly { readonly day: string; readonly count: number }[]>().notNull(),
    /** null: made with the demo. */
    userId: uuid("user_id").references(() => users.id),
    at: at("at").notNull(),
  },
  (t) => [
    index("stock_counts_item").on(t.item, t.at.desc().nullsFirst()),
    check("stock_counts_count", sql`${t.count} >= 0`),
  ],
);

/** Operations that are booked, without whom they are for: a cache of the source, made anew at each reading. */
export const bookedOperations = pgTable(
  "booked_operations",
  {
    /** "Appointment/1" or "ServiceRequest/1". */
    id: text().primaryKey(),
    /** Local calendar day. */
    day: date({ mode: "string" }).notNull(),
    codes: jsonb().$type<readonly Coded[]>().notNull(),
    /** The patient was in hospital when it was read, on a stay that nobody had planned. */
    isUnplanned: boolean("is_unplanned").notNull().default(false),
  },
  (t) => [index("booked_operations_day").on(t.day)],
);

/** Operations with a beginning and an end, as patients' records show them. */
export const recordedOperations = pgTable(
  "recorded_operations",
  {
    /** FHIR Procedure.id. */
    id: text().primaryKey(),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    beganAt: at("began_at").notNull(),
    minutes: integer().notNull(),
    codes: jsonb().$type<readonly Coded[]>().notNull(),
  },
  (t) => [index("recorded_operations_patient").on(t.patientId), index("recorded_operations_began").on(t.beganAt)],
);
