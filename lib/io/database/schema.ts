import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Role } from "@/lib/core/access/access";
import type { View } from "@/lib/core/features/feature-spec";
import type { ScoredStay, Tier } from "@/lib/core/model/scored-stay";
import type { FlagKind } from "@/lib/core/worklist/flag-view";
import type { PredictionSummary } from "@/lib/core/worklist/prediction-summary";

/** Bytes sealed by the vault (`lib/io/vault.ts`): nothing that identifies a patient is stored in the clear. */
const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** Facts about this database itself, e.g. which key sealed it. */
export const instance = pgTable("instance", {
  name: text().primaryKey(),
  value: text().notNull(),
});

export const users = pgTable(
  "users",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Lower case. */
    email: text().notNull(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    /** null: signs in elsewhere. */
    passwordHash: text("password_hash"),
    createdAt: at("created_at").notNull(),
    disabledAt: at("disabled_at"),
  },
  (t) => [
    uniqueIndex("users_email").on(t.email),
    check("users_role", sql`${t.role} in ('nurse', 'clinician', 'administrator', 'data-scientist', 'compliance')`),
  ],
);

export const wards = pgTable("wards", {
  /** FHIR Location.id. */
  id: text().primaryKey(),
  name: text().notNull(),
  physicalBeds: integer("physical_beds"),
});

export const userWards = pgTable(
  "user_wards",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    wardId: text("ward_id")
      .notNull()
      .references(() => wards.id),
  },
  (t) => [primaryKey({ columns: [t.userId, t.wardId] })],
);

/** Failed sign-ins by account fingerprint, for slowing down guessing; never the address tried. */
export const signInFailures = pgTable("sign_in_failures", {
  account: text().primaryKey(),
  count: integer().notNull(),
  since: at("since").notNull(),
});

export const patients = pgTable("patients", {
  /** FHIR Patient.id. */
  id: text().primaryKey(),
  identity: sealed().notNull(),
  synthetic: boolean().notNull(),
  updatedAt: at("updated_at").notNull(),
});

/** What was read from the EHR, which stays the system of record: a cache that can be rebuilt. */
export const resources = pgTable(
  "resources",
  {
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    type: text().notNull(),
    id: text().notNull(),
    /** Order of arrival: a source's order can carry rank, so a record is read back in it. */
    seq: bigserial({ mode: "number" }).notNull(),
    /** Keyed fingerprint of the content, to see without opening whether it changed. */
    fingerprint: text().notNull(),
    body: sealed().notNull(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.patientId, t.type, t.id] }), index("resources_type_id").on(t.type, t.id)],
);

export const stays = pgTable(
  "stays",
  {
    /** FHIR Encounter.id of the earliest merged Encounter. */
    id: text().primaryKey(),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id),
    wardId: text("ward_id").references(() => wards.id),
    bed: text(),
    /** Still in hospital. Not the same as having no discharge time: the record of a past stay may lack it. */
    isCurrent: boolean("is_current").notNull(),
    admittedAt: at("admitted_at"),
    dischargedAt: at("discharged_at"),
    plannedEndAt: at("planned_end_at"),
    /** The newest prediction; written in the same transaction as it. */
    predictionId: uuid("prediction_id"),
    updatedAt: at("updated_at").notNull(),
    /** When the record stopped showing this stay (merged into another, or entered in error); what was said about it stays. */
    goneAt: at("gone_at"),
  },
  (t) => [
    index("stays_patient").on(t.patientId),
    index("stays_current").on(t.wardId).where(sql`${t.isCurrent} and ${t.goneAt} is null`),
  ],
);

/** What a model said and on what grounds; never changed afterwards (a trigger refuses). */
export const predictions = pgTable(
  "predictions",
  {
    id: uuid().primaryKey().defaultRandom(),
    stayId: text("stay_id").notNull(),
    patientId: text("patient_id").notNull(),
    at: at("at").notNull(),
    modelVersion: text("model_version").notNull(),
    target: text().notNull(),
    view: text().$type<View>().notNull(),
    /** 0–1; null where the model abstained. */
    probability: doublePrecision(),
    tier: text().$type<Tier>(),
    /** The encoded feature vector, as the model saw it. */
    features: real().array().notNull(),
    /** Everything said: contributions, evidence references, scores, applicability, issues. */
    scored: jsonb().$type<ScoredStay>().notNull(),
    /** A sentence for each driver, as it was said then: a later feature table may word it otherwise. */
    sentences: text().array().notNull(),
    /** What the list shows of it, so that a list need not read all of it. */
    summary: jsonb().$type<PredictionSummary>().notNull(),
    /** Keyed fingerprint of `features` and `scored`: the same again makes no new prediction. */
    fingerprint: text().notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.stayId], foreignColumns: [stays.id], name: "predictions_stay" }),
    index("predictions_stay_at").on(t.stayId, t.at.desc().nullsFirst()),
    check("predictions_probability", sql`${t.probability} >= 0 and ${t.probability} <= 1`),
  ],
);

/** A clinician's word on one prediction. */
export const flags = pgTable(
  "flags",
  {
    id: uuid().primaryKey().defaultRandom(),
    predictionId: uuid("prediction_id")
      .notNull()
      .references(() => predictions.id),
    stayId: text("stay_id")
      .notNull()
      .references(() => stays.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kind: text().$type<FlagKind>().notNull(),
    /** Name of the feature said to be wrong. */
    feature: text(),
    /** Free text: may name a person, so it is sealed. */
    note: sealed().notNull(),
    at: at("at").notNull(),
    withdrawnAt: at("withdrawn_at"),
  },
  (t) => [
    index("flags_stay_at").on(t.stayId, t.at.desc().nullsFirst()),
    check("flags_kind", sql`${t.kind} in ('too-high', 'too-low', 'wrong-data', 'not-appropriate')`),
  ],
);

/** Who did what when: a hash chain, appended one row at a time, never changed (a trigger refuses). */
export const audit = pgTable("audit", {
  seq: bigint({ mode: "number" }).primaryKey(),
  at: at("at").notNull(),
  actorId: text("actor_id"),
  actorRole: text("actor_role"),
  verb: text().notNull(),
  outcome: text().$type<"done" | "refused" | "failed">().notNull(),
  /** Ids only: which stay, ward, prediction, flag. */
  target: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
  /** Counts and codes only; no patient data. */
  detail: jsonb().$type<Readonly<Record<string, string | number | boolean>>>().notNull(),
  previousHash: text("previous_hash").notNull(),
  hash: text().notNull(),
});

/** What changed, in commit order, for readers that must miss nothing. */
export const changes = pgTable("changes", {
  seq: bigserial({ mode: "number" }).primaryKey(),
  at: at("at").notNull(),
  kind: text().notNull(),
  ref: text().notNull(),
});
