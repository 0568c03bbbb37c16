import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { DemandKind, KeptKind } from "@/lib/core/demand/demand-series";
import type { DemandDay, TooShort } from "@/lib/core/demand/forecast-demand";
import type { HolidaySetting } from "@/lib/core/forecast/holiday-calendar";
import { at, patients } from "@/lib/io/database/schema";

/** How many came, or left, on a day; days without any have no row. Made again every night: records come late. */
export const demandDays = pgTable(
  "demand_days",
  {
    kind: text().$type<DemandKind>().notNull(),
    /** "" where it belongs to no unit. */
    wardId: text("ward_id").notNull(),
    /** Local calendar day, YYYY-MM-DD. */
    day: text().notNull(),
    count: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.day, t.wardId] }),
    check(
      "demand_days_kind",
      sql`${t.kind} in ('unscheduled-admissions', 'ed-attendances', 'discharges', 'added-operations')`,
    ),
  ],
);

/** A visit to the emergency department as the patient's record shows it, whether or not it led to a bed. */
export const emergencyVisits = pgTable(
  "emergency_visits",
  {
    /** FHIR Encounter.id. */
    id: text().primaryKey(),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    startedAt: at("started_at").notNull(),
  },
  (t) => [index("emergency_visits_patient").on(t.patientId), index("emergency_visits_started").on(t.startedAt)],
);

/** A night's forecasts, once for each day whoever made them; written in one transaction with them. Append-only. */
export const demandRuns = pgTable("demand_runs", {
  /** Local calendar day: the first that was forecast. */
  madeOn: text("made_on").primaryKey(),
  at: at("at").notNull(),
  methodVersion: text("method_version").notNull(),
  /** Made later than on its day, from the days before it alone: when Wardlight was not running, or did not forecast yet. */
  inHindsight: boolean("in_hindsight").notNull(),
  holidays: jsonb().$type<HolidaySetting>().notNull(),
  tooShort: jsonb("too_short").$type<readonly TooShort[]>().notNull(),
});

/** What was foretold of a series on a day. Append-only. */
export const demandForecasts = pgTable(
  "demand_forecasts",
  {
    kind: text().$type<KeptKind>().notNull(),
    /** "": the whole hospital. */
    wardId: text("ward_id").notNull(),
    madeOn: text("made_on").notNull(),
    historyDays: integer("history_days").notNull(),
    /** Shares of the methods. */
    weights: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
    days: jsonb().$type<readonly DemandDay[]>().notNull(),
    /** Seasonal naive's, made from the same days. */
    naive: jsonb().$type<readonly DemandDay[]>().notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.madeOn], foreignColumns: [demandRuns.madeOn], name: "demand_forecasts_run" }),
    primaryKey({ columns: [t.kind, t.wardId, t.madeOn] }),
  ],
);
