import { sql } from "drizzle-orm";
import {
  check,
  customType,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { IncidentAnswer } from "@/lib/core/monitoring/incident-view";
import type { MonitoringReport } from "@/lib/core/monitoring/monitoring-report";
import type { SignalKind } from "@/lib/core/monitoring/signal";
import type { SourceCounts, WatchedDay } from "@/lib/core/monitoring/watched-day";
import { at, users } from "@/lib/io/database/schema";

const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A day of one version on one ward, counted: what distances and tests are taken of. Made again whenever a day changes. */
export const monitoringDays = pgTable(
  "monitoring_days",
  {
    modelVersion: text("model_version").notNull(),
    /** "" where a stay is on none. */
    wardId: text("ward_id").notNull(),
    /** Local calendar day, YYYY-MM-DD. */
    day: text().notNull(),
    counts: jsonb().$type<Omit<WatchedDay, "day">>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.modelVersion, t.day, t.wardId] })],
);

/** What the EHR sent on a day, counted before it became features. */
export const monitoringSources = pgTable("monitoring_sources", {
  day: text().primaryKey(),
  counts: jsonb().$type<SourceCounts>().notNull(),
});

/** Something that was found to go wrong, for as long as it lasts. */
export const monitoringIncidents = pgTable(
  "monitoring_incidents",
  {
    id: uuid().primaryKey().defaultRandom(),
    modelVersion: text("model_version").notNull(),
    kind: text().$type<SignalKind>().notNull(),
    subject: text().notNull(),
    /** null: every ward together. */
    wardId: text("ward_id"),
    figures: jsonb().$type<Readonly<Record<string, number | string>>>().notNull(),
    p: doublePrecision(),
    foundOn: text("found_on").notNull(),
    lastOn: text("last_on").notNull(),
    quietDays: integer("quiet_days").notNull().default(0),
    endedOn: text("ended_on"),
  },
  (t) => [
    uniqueIndex("monitoring_incidents_one").on(
      t.modelVersion,
      t.kind,
      t.subject,
      sql`coalesce(${t.wardId}, '')`,
      t.foundOn,
    ),
    index("monitoring_incidents_open").on(t.modelVersion).where(sql`${t.endedOn} is null`),
  ],
);

/** What somebody said of an incident, and did. Append-only. */
export const monitoringNotes = pgTable(
  "monitoring_notes",
  {
    id: uuid().primaryKey().defaultRandom(),
    incidentId: uuid("incident_id")
      .notNull()
      .references(() => monitoringIncidents.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    answer: text().$type<IncidentAnswer>().notNull(),
    /** The incident's, when it was said. */
    figures: jsonb().$type<Readonly<Record<string, number | string>>>().notNull().default({}),
    /** Free text: may name a person, so it is sealed. */
    note: sealed().notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    index("monitoring_notes_incident").on(t.incidentId, t.at),
    check("monitoring_notes_answer", sql`${t.answer} in ('looking', 'mended', 'expected', 'nothing-to-do')`),
  ],
);

/** How a version stood when it was last looked at; the newest of a version holds. */
export const monitoringReports = pgTable(
  "monitoring_reports",
  {
    id: uuid().primaryKey().defaultRandom(),
    modelVersion: text("model_version").notNull(),
    at: at("at").notNull(),
    /** Last whole day that was looked at, YYYY-MM-DD. */
    throughDay: text("through_day").notNull(),
    report: jsonb().$type<MonitoringReport>().notNull(),
  },
  (t) => [index("monitoring_reports_newest").on(t.modelVersion, t.at.desc().nullsFirst())],
);
