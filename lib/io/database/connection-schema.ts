import { sql } from "drizzle-orm";
import {
  boolean,
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
import type { FeedbackOutcome, OverrideReason } from "@/lib/core/cds/override-reasons";
import type { CdsServiceId } from "@/lib/core/cds/service-id";
import type { ConnectionKind } from "@/lib/core/connections/connection";
import type { TaskKind } from "@/lib/core/connections/task";
import type { View } from "@/lib/core/features/feature-spec";
import type { Tier } from "@/lib/core/model/scored-stay";
import { at, predictions, users, wards } from "@/lib/io/database/schema";

const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A program outside that this installation trusts, and what it may do. What it does is done by its account. */
export const connections = pgTable(
  "connections",
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text().$type<ConnectionKind>().notNull(),
    name: text().notNull(),
    /** Who it says it is in its tokens, or the FHIR server it launches from; null where it has neither. */
    issuer: text(),
    /** By kind: scopes, key addresses, origins. Checked against the kind's schema on the way in and out. */
    settings: jsonb().notNull(),
    /** SHA-256 (hex) of a random secret of 256 bits, told once; never of anything a person chose. */
    secretHash: text("secret_hash"),
    /** Account with the role "client": it holds the wards, and stands in the audit and beside what was said. */
    userId: uuid("user_id").references(() => users.id),
    createdAt: at("created_at").notNull(),
    lastUsedAt: at("last_used_at"),
    disabledAt: at("disabled_at"),
  },
  (t) => [
    uniqueIndex("connections_issuer")
      .on(t.kind, t.issuer)
      .where(sql`${t.disabledAt} is null and ${t.issuer} is not null`),
    index("connections_user").on(t.userId),
  ],
);

/** How each way in or out is doing, by its name: one row each, so that a restart goes on where it was. */
export const connectionStates = pgTable("connection_states", {
  name: text().primaryKey(),
  startedAt: at("started_at"),
  succeededAt: at("succeeded_at"),
  failedAt: at("failed_at"),
  /** One of our own codes; null after a success. */
  errorCode: text("error_code"),
  /** Failures in a row. */
  failures: integer().notNull().default(0),
  /** Not asked before then: it failed too often (circuit breaker). */
  pausedUntil: at("paused_until"),
  /** What is known up to: `_lastUpdated` of an incremental reading, in the source's own words. */
  cursor: text(),
  counts: jsonb().$type<Readonly<Record<string, number>>>().notNull().default({}),
});

/** Work that must not be lost: done at least once, each (kind, key) once at a time, gone when done, kept when it cannot be. */
export const tasks = pgTable(
  "tasks",
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text().$type<TaskKind>().notNull(),
    /** What it is about: a patient's or a prediction's id. */
    key: text().notNull(),
    /** When it was asked for first; asked for again while waiting it stays as old as it is. */
    askedAt: at("asked_at").notNull(),
    /** Goes up when it is asked for again, so that what is under way then is done once more. */
    version: integer().notNull().default(1),
    dueAt: at("due_at").notNull(),
    attempts: integer().notNull().default(0),
    /** Whoever took it has until then; after that it is anybody's. */
    leasedUntil: at("leased_until"),
    state: text().$type<"waiting" | "dead">().notNull().default("waiting"),
    errorCode: text("error_code"),
  },
  (t) => [
    uniqueIndex("tasks_kind_key").on(t.kind, t.key),
    index("tasks_due").on(t.kind, t.dueAt).where(sql`${t.state} = 'waiting'`),
    index("tasks_dead").on(t.askedAt).where(sql`${t.state} = 'dead'`),
    check("tasks_state", sql`${t.state} in ('waiting', 'dead')`),
  ],
);

/** Tokens and launch states that are good for one use, until they would have run out anyway. */
export const usedTokens = pgTable(
  "used_tokens",
  { issuer: text().notNull(), token: text().notNull(), expiresAt: at("expires_at").notNull() },
  (t) => [primaryKey({ columns: [t.issuer, t.token] }), index("used_tokens_expires").on(t.expiresAt)],
);

/** What was answered to a request with an idempotency key, so that the same request again does nothing again. */
export const idempotentAnswers = pgTable(
  "idempotent_answers",
  {
    actorId: text("actor_id").notNull(),
    key: text().notNull(),
    /** Keyed fingerprint of the request: another request under the same key is refused. */
    fingerprint: text().notNull(),
    status: integer().notNull(),
    body: sealed().notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.actorId, t.key] }), index("idempotent_answers_at").on(t.at)],
);

/** Cards given to an EHR: what was said of which stay, and what came back. The stay may be known to the EHR alone. */
export const cdsCards = pgTable(
  "cds_cards",
  {
    /** `card.uuid`. */
    id: uuid().primaryKey(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => connections.id),
    service: text().$type<CdsServiceId>().notNull(),
    patientId: text("patient_id").notNull(),
    stayId: text("stay_id").notNull(),
    /** Where that stay is here; null where it is not known here. */
    wardId: text("ward_id").references(() => wards.id),
    at: at("at").notNull(),
    modelVersion: text("model_version").notNull(),
    view: text().$type<View>().notNull(),
    /** 0–1; null where the card had no score. */
    probability: doublePrecision(),
    tier: text().$type<Tier>(),
    /** What was done with it; null until something is heard. */
    outcome: text().$type<FeedbackOutcome>(),
    /** When, as the EHR says. */
    outcomeAt: at("outcome_at"),
    /** One of our reasons; null where none or another was given. */
    reason: text().$type<OverrideReason>(),
    /** Free text: may name a person, so it is sealed. */
    comment: sealed(),
    heardAt: at("heard_at"),
  },
  (t) => [
    index("cds_cards_heard").on(t.heardAt.desc().nullsFirst()).where(sql`${t.heardAt} is not null`),
    index("cds_cards_stay").on(t.stayId).where(sql`${t.heardAt} is not null`),
    index("cds_cards_unheard").on(t.at).where(sql`${t.heardAt} is null`),
    check("cds_cards_outcome", sql`${t.outcome} in ('accepted', 'overridden')`),
    check("cds_cards_probability", sql`${t.probability} >= 0 and ${t.probability} <= 1`),
  ],
);

/** Who a person is elsewhere: the EHR a SMART launch comes from, and its own name for them (fhirUser). */
export const userIdentities = pgTable(
  "user_identities",
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** Made by a launch: role and wards are what the EHR says, anew each time. Otherwise they are kept here. */
    isManaged: boolean("is_managed").notNull().default(false),
    createdAt: at("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), index("user_identities_user").on(t.userId)],
);

/** Predictions that the EHR has, and as what. */
export const writtenPredictions = pgTable("written_predictions", {
  predictionId: uuid("prediction_id")
    .primaryKey()
    .references(() => predictions.id),
  /** "RiskAssessment/…" there. */
  reference: text().notNull(),
  provenance: text(),
  at: at("at").notNull(),
});

/** An import of many patients' files: what was done already, so that it can go on after a crash. */
export const bulkJobs = pgTable(
  "bulk_jobs",
  {
    id: uuid().primaryKey().defaultRandom(),
    kind: text().$type<"export" | "folder">().notNull(),
    state: text().$type<"running" | "done" | "partial" | "failed" | "cancelled">().notNull(),
    /** Keyed fingerprint of where it comes from: the same again goes on with the unfinished one. */
    source: text().notNull(),
    /** Addresses and file names; an address can be a key in itself. */
    detail: sealed().notNull(),
    /** Files and patients done; ids and counts only. */
    progress: jsonb().notNull(),
    counts: jsonb().$type<Readonly<Record<string, number>>>().notNull().default({}),
    errorCode: text("error_code"),
    /** The data directory whose run works on it: what was fetched lies there and nowhere else. */
    holder: text(),
    /** It is that run's alone until then; renewed while it works. */
    heldUntil: at("held_until"),
    startedAt: at("started_at").notNull(),
    updatedAt: at("updated_at").notNull(),
    finishedAt: at("finished_at"),
  },
  (t) => [index("bulk_jobs_source").on(t.source, t.startedAt)],
);
