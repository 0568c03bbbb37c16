import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type {
  AlertDismissal,
  AlertEventKind,
  AlertFinding,
  AlertResolution,
  AlertState,
} from "@/lib/core/alerts/alert";
import type { AlertBurden } from "@/lib/core/alerts/alert-burden";
import type { AlertKind, AlertRole, AlertRule } from "@/lib/core/alerts/alert-rule";
import { at, patients, predictions, stays, users } from "@/lib/io/database/schema";

const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** What wards want to be told of. Append-only: each saving is a version, the newest holds. */
export const alertRules = pgTable(
  "alert_rules",
  {
    ruleId: uuid("rule_id").notNull(),
    /** 1, 2, 3 … */
    version: integer().notNull(),
    isOn: boolean("is_on").notNull(),
    rule: jsonb().$type<AlertRule>().notNull(),
    /** Its burden as it was when it was saved; null where it is off, or was made with the demo. */
    burden: jsonb().$type<AlertBurden>(),
    /** null: made with the demo. */
    userId: uuid("user_id").references(() => users.id),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.ruleId, t.version] })],
);

/** Something a rule found about a patient, for as long as it is live and after. */
export const alerts = pgTable(
  "alerts",
  {
    id: uuid().primaryKey().defaultRandom(),
    ruleId: uuid("rule_id").notNull(),
    ruleVersion: integer("rule_version").notNull(),
    kind: text().$type<AlertKind>().notNull(),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    stayId: text("stay_id")
      .notNull()
      .references(() => stays.id),
    /** Where the patient was when it was raised. */
    wardId: text("ward_id").notNull(),
    predictionId: uuid("prediction_id")
      .notNull()
      .references(() => predictions.id),
    modelVersion: text("model_version").notNull(),
    finding: jsonb().$type<AlertFinding>().notNull(),
    state: text().$type<AlertState>().notNull(),
    roles: text().array().$type<AlertRole[]>().notNull(),
    raisedAt: at("raised_at").notNull(),
    /** When the clock does something next: tells what is held, escalates what is open, wakes what is snoozed. */
    dueAt: at("due_at"),
    escalatedAt: at("escalated_at"),
    endedAt: at("ended_at"),
    /** The same came up again so often while it was live. */
    repeats: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex("alerts_live").on(t.ruleId, t.patientId).where(sql`${t.endedAt} is null`),
    // Whose ward an alert is goes by the stay, so no ward is in these.
    index("alerts_standing").on(t.state, t.raisedAt).where(sql`${t.endedAt} is null`),
    index("alerts_done").on(t.endedAt, t.id).where(sql`${t.endedAt} is not null`),
    index("alerts_stay").on(t.stayId).where(sql`${t.endedAt} is null`),
    index("alerts_rule").on(t.ruleId, t.patientId, t.raisedAt),
    index("alerts_due").on(t.dueAt).where(sql`${t.dueAt} is not null`),
    check("alerts_ended", sql`(${t.state} in ('dismissed', 'resolved')) = (${t.endedAt} is not null)`),
  ],
);

/** What happened to an alert and who did it. Append-only. */
export const alertEvents = pgTable(
  "alert_events",
  {
    id: uuid().primaryKey().defaultRandom(),
    alertId: uuid("alert_id")
      .notNull()
      .references(() => alerts.id),
    kind: text().$type<AlertEventKind>().notNull(),
    /** null: by itself. */
    userId: uuid("user_id").references(() => users.id),
    dismissal: text().$type<AlertDismissal>(),
    resolution: text().$type<AlertResolution>(),
    until: at("until"),
    /** Free text: may name a person, so it is sealed. */
    note: sealed(),
    at: at("at").notNull(),
  },
  (t) => [index("alert_events_alert").on(t.alertId, t.at)],
);

/** A program outside that is told of alerts. */
export const alertWebhooks = pgTable("alert_webhooks", {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  /** https. */
  url: text().notNull(),
  /** What messages are signed with. */
  secret: sealed().notNull(),
  createdAt: at("created_at").notNull(),
  disabledAt: at("disabled_at"),
});

/** What has to go out, written in the transaction that made it necessary; the id stays the same however often it is tried. */
export const alertDeliveries = pgTable(
  "alert_deliveries",
  {
    id: uuid().primaryKey().defaultRandom(),
    alertId: uuid("alert_id")
      .notNull()
      .references(() => alerts.id),
    step: text().$type<"told" | "escalated">().notNull(),
    channel: text().$type<"email" | "webhook">().notNull(),
    /** An account's id, or a webhook's. */
    recipient: uuid().notNull(),
    createdAt: at("created_at").notNull(),
    /** "given-up": put aside after the last try; "not-needed": the alert was over first. */
    state: text().$type<"waiting" | "sent" | "given-up" | "not-needed">().notNull().default("waiting"),
    /** When that was settled. */
    settledAt: at("settled_at"),
    /** One of our own codes, never words of anybody's. */
    errorCode: text("error_code"),
  },
  (t) => [
    uniqueIndex("alert_deliveries_once").on(t.alertId, t.step, t.channel, t.recipient),
    index("alert_deliveries_state").on(t.state, t.createdAt),
    check("alert_deliveries_channel", sql`${t.channel} in ('email', 'webhook')`),
    check("alert_deliveries_state", sql`${t.state} in ('waiting', 'sent', 'given-up', 'not-needed')`),
  ],
);

/** How far the changes have been looked through for alerts; one row. */
export const alertProgress = pgTable("alert_progress", {
  id: integer().primaryKey(),
  seq: bigint({ mode: "number" }).notNull(),
  /** When that was last done to the end; null before the first time. */
  lookedAt: at("looked_at"),
});
