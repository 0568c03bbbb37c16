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
  pgSequence,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { AccountRole, Role } from "@/lib/core/access/access";
import type { EmergencyReason } from "@/lib/core/access/emergency-access";
import type { View } from "@/lib/core/features/feature-spec";
import type { ScoredStay, Tier } from "@/lib/core/model/scored-stay";
import type { OutcomeStatus } from "@/lib/core/outcomes/outcome";
import type { Alias } from "@/lib/core/rollout/rollout";
import type { ValidationVerdict } from "@/lib/core/validation/verdict";
import type { FlagKind } from "@/lib/core/worklist/flag-view";
import type { InterventionKind } from "@/lib/core/worklist/intervention";
import type { PredictionSummary } from "@/lib/core/worklist/prediction-summary";
import type { DismissalReason, ResponseKind } from "@/lib/core/worklist/response";

/** Bytes sealed by the vault (`lib/io/vault.ts`): nothing that identifies a patient is stored in the clear. */
const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

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
    /** "client": the account of a program; nobody signs in with it. */
    role: text().$type<AccountRole>().notNull(),
    /** null: signs in elsewhere. */
    passwordHash: text("password_hash"),
    /** Made here and told once: whoever signs in with it first chooses one of their own. */
    passwordIsOneTime: boolean("password_is_one_time").notNull().default(false),
    /** Who they are to the identity provider, once they have signed in through it. */
    oidcIssuer: text("oidc_issuer"),
    oidcSubject: text("oidc_subject"),
    createdAt: at("created_at").notNull(),
    disabledAt: at("disabled_at"),
  },
  (t) => [
    uniqueIndex("users_email").on(t.email),
    uniqueIndex("users_oidc").on(t.oidcIssuer, t.oidcSubject),
    check(
      "users_role",
      sql`${t.role} in ('nurse', 'clinician', 'administrator', 'data-scientist', 'compliance', 'client')`,
    ),
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

/** Who is signed in, kept here so that it can be ended here. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: at("created_at").notNull(),
    /** Last real use; a list that refreshes itself is none. */
    lastActiveAt: at("last_active_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    revokedBy: text("revoked_by"),
    endedWhy: text("ended_why").$type<"signed-out" | "revoked" | "idle" | "account-changed">(),
    /** Began with a one-time password: nothing is let through until another is chosen. */
    passwordIsDue: boolean("password_is_due").notNull().default(false),
  },
  (t) => [index("sessions_user").on(t.userId).where(sql`${t.revokedAt} is null`)],
);

export const patients = pgTable(
  "patients",
  {
    /** FHIR Patient.id. */
    id: text().primaryKey(),
    identity: sealed().notNull(),
    synthetic: boolean().notNull(),
    /** As of when what is stored is: when it was read at the source, or when the file it came in was made. */
    updatedAt: at("updated_at").notNull(),
    /** Since when only what changed need be read at the source; null: everything, as of what never was read or came another way since. */
    readAt: at("read_at"),
  },
  (t) => [index("patients_updated").on(t.updatedAt)],
);

/** Keyed fingerprints of what a patient can be searched by, so that nothing is searched in the clear. */
export const patientSearch = pgTable(
  "patient_search",
  {
    token: text().notNull(),
    patientId: text("patient_id")
      .notNull()
      .references(() => patients.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.token, t.patientId] }), index("patient_search_patient").on(t.patientId)],
);

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
  (t) => [
    primaryKey({ columns: [t.patientId, t.type, t.id] }),
    index("resources_type_id").on(t.type, t.id),
    // What arrived on a day lies together: ranges of pages are enough, and cost an import next to nothing.
    index("resources_arrived").using("brin", t.updatedAt),
  ],
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
    /** Who left a ward lately. */
    index("stays_discharged").on(t.wardId, t.dischargedAt).where(sql`not ${t.isCurrent} and ${t.goneAt} is null`),
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
    /** Why this version spoke: in which part it served. */
    servedAs: text("served_as").$type<Alias>().notNull().default("champion"),
    /** The decision by which it served; null where the shipped version served without one. */
    rolloutId: uuid("rollout_id"),
    /** The version that should have spoken here and failed; null where none did. */
    insteadOf: text("instead_of"),
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
    index("flags_open").on(t.at.desc().nullsFirst()).where(sql`${t.withdrawnAt} is null`),
    check("flags_kind", sql`${t.kind} in ('too-high', 'too-low', 'wrong-data', 'not-appropriate')`),
  ],
);

/** What was done for a patient, as told by whoever did it. */
export const interventions = pgTable(
  "interventions",
  {
    id: uuid().primaryKey().defaultRandom(),
    stayId: text("stay_id")
      .notNull()
      .references(() => stays.id),
    /** The newest prediction when it was done; null where there was none. */
    predictionId: uuid("prediction_id").references(() => predictions.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kind: text().$type<InterventionKind>().notNull(),
    /** Free text: may name a person, so it is sealed. */
    note: sealed().notNull(),
    at: at("at").notNull(),
    withdrawnAt: at("withdrawn_at"),
  },
  (t) => [
    index("interventions_stay_at").on(t.stayId, t.at.desc().nullsFirst()),
    check(
      "interventions_kind",
      sql`${t.kind} in ('call', 'visit', 'pharmacist-review', 'referral', 'follow-up-booked', 'none')`,
    ),
  ],
);

/** How a reader answered a prediction. */
export const responses = pgTable(
  "responses",
  {
    id: uuid().primaryKey().defaultRandom(),
    stayId: text("stay_id")
      .notNull()
      .references(() => stays.id),
    predictionId: uuid("prediction_id")
      .notNull()
      .references(() => predictions.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    kind: text().$type<ResponseKind>().notNull(),
    /** Only where it was dismissed. */
    reason: text().$type<DismissalReason>(),
    note: sealed().notNull(),
    at: at("at").notNull(),
    withdrawnAt: at("withdrawn_at"),
  },
  (t) => [
    index("responses_stay_at").on(t.stayId, t.at.desc().nullsFirst()),
    check("responses_kind", sql`${t.kind} in ('acknowledged', 'agree-later', 'dismissed')`),
    check("responses_reason", sql`(${t.kind} = 'dismissed') = (${t.reason} is not null)`),
  ],
);

/** The predictions of one list in its order, kept once however often it is shown. */
export const shownLists = pgTable("shown_lists", {
  /** sha256 (hex) of the ordered prediction ids. */
  id: text().primaryKey(),
  predictionIds: uuid("prediction_ids").array().notNull(),
  firstAt: at("first_at").notNull(),
});

/** Who was shown which score, where and from when until when. */
export const viewings = pgTable(
  "viewings",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    place: text().$type<"list" | "patient">().notNull(),
    shownListId: text("shown_list_id").references(() => shownLists.id),
    stayId: text("stay_id").references(() => stays.id),
    predictionId: uuid("prediction_id").references(() => predictions.id),
    at: at("at").notNull(),
    /** Last time the very same was shown to the same person without a break. */
    untilAt: at("until_at").notNull(),
    reads: integer().notNull(),
  },
  (t) => [
    index("viewings_user_until").on(t.userId, t.untilAt.desc().nullsFirst()),
    index("viewings_prediction").on(t.predictionId),
  ],
);

/** How many patients a ward could act on that day and who was above and below the line. Append-only; the newest holds. */
export const cutoffs = pgTable(
  "cutoffs",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Local calendar day, YYYY-MM-DD. */
    day: text().notNull(),
    /** Sorted. */
    wardIds: text("ward_ids").array().notNull(),
    capacity: integer().notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    at: at("at").notNull(),
    /** In working order, as ranked then; the first `capacity` of them were above the line. */
    stayIds: text("stay_ids").array().notNull(),
    predictionIds: uuid("prediction_ids").array().notNull(),
    /** 0–1, in the same order. */
    probabilities: doublePrecision().array().notNull(),
  },
  (t) => [index("cutoffs_day").on(t.day, t.at.desc().nullsFirst()), check("cutoffs_capacity", sql`${t.capacity} >= 0`)],
);

/** What happened after an index stay. */
export const outcomes = pgTable(
  "outcomes",
  {
    stayId: text("stay_id")
      .notNull()
      .references(() => stays.id),
    /** What is counted, e.g. any-readmission-30d. */
    target: text().notNull(),
    status: text().$type<OutcomeStatus>().notNull(),
    /** Code of why a stay is excluded. */
    reason: text(),
    readmissionStayId: text("readmission_stay_id"),
    readmittedAt: at("readmitted_at"),
    dischargedAt: at("discharged_at").notNull(),
    /** From when the outcome is certain. */
    maturesAt: at("matures_at").notNull(),
    /** Made by the demo hospital's dice. */
    simulated: boolean().notNull(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.stayId, t.target] }),
    index("outcomes_discharged").on(t.dischargedAt),
    index("outcomes_pending").on(t.maturesAt).where(sql`${t.status} = 'pending'`),
    check("outcomes_status", sql`${t.status} in ('readmitted', 'not-readmitted', 'died', 'excluded', 'pending')`),
  ],
);

/** A local validation of one model version; never changed afterwards. */
export const validationReports = pgTable(
  "validation_reports",
  {
    id: uuid().primaryKey().defaultRandom(),
    task: text().notNull(),
    modelVersion: text("model_version").notNull(),
    at: at("at").notNull(),
    byUser: text("by_user").notNull(),
    stays: integer().notNull(),
    readmissions: integer().notNull(),
    verdict: text().$type<ValidationVerdict>().notNull(),
    simulated: boolean().notNull(),
    report: jsonb().notNull(),
  },
  (t) => [index("validation_reports_model").on(t.task, t.modelVersion, t.at.desc().nullsFirst())],
);

/** Who said that a model's scores may be shown on wards, on the grounds of which report, and who took that back. */
export const visibilityDecisions = pgTable(
  "visibility_decisions",
  {
    id: uuid().primaryKey().defaultRandom(),
    task: text().notNull(),
    modelVersion: text("model_version").notNull(),
    reportId: uuid("report_id").references(() => validationReports.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** The role it was said in. */
    role: text().$type<Role>().notNull(),
    kind: text().$type<"approved" | "withdrawn">().notNull(),
    note: sealed().notNull(),
    at: at("at").notNull(),
  },
  (t) => [index("visibility_decisions_model").on(t.task, t.modelVersion, t.at.desc().nullsFirst())],
);

/** A patient of another ward, opened in need, and what was thought of it afterwards. */
export const breakGlass = pgTable(
  "break_glass",
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    stayId: text("stay_id")
      .notNull()
      .references(() => stays.id),
    wardId: text("ward_id"),
    reason: text().$type<EmergencyReason>().notNull(),
    note: sealed().notNull(),
    at: at("at").notNull(),
    expiresAt: at("expires_at").notNull(),
    reviewedAt: at("reviewed_at"),
    reviewedBy: uuid("reviewed_by").references(() => users.id),
    verdict: text().$type<"appropriate" | "not-appropriate">(),
    reviewNote: sealed("review_note"),
  },
  (t) => [
    index("break_glass_user").on(t.userId, t.expiresAt),
    index("break_glass_review").on(t.at).where(sql`${t.reviewedAt} is null`),
    check("break_glass_reason", sql`${t.reason} in ('emergency', 'covering', 'asked-by-team', 'other')`),
  ],
);

/**
 * Who did what when, each row with a MAC made in its own transaction; never changed (a trigger refuses). Numbers come
 * from `audit_numbers`: they are left out where a transaction was rolled back.
 */
export const audit = pgTable(
  "audit",
  {
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
    /** Null only in rows of version 0.1, which have the two hashes instead. */
    mac: text(),
    previousHash: text("previous_hash"),
    hash: text(),
  },
  (t) => [
    index("audit_at").on(t.at),
    index("audit_actor").on(t.actorId, t.seq),
    index("audit_verb").on(t.verb, t.seq),
    index("audit_stay").on(sql`(${t.target} ->> 'stayId')`, t.seq).where(sql`(${t.target} ->> 'stayId') is not null`),
    index("audit_not_done").on(t.seq).where(sql`${t.outcome} <> 'done'`),
  ],
);

/** Where audit rows come from a number. */
export const auditNumbers = pgSequence("audit_numbers", { startWith: 1, cache: 1 });

/**
 * The audit's chain: one link a row, in the order rows were found committed, under a key that is not in the database.
 * Never changed (a trigger refuses). No foreign key: a seal must outlive the row it witnesses.
 */
export const auditSeals = pgTable(
  "audit_seals",
  {
    /** 1, 2, 3 … without a gap. */
    position: bigint({ mode: "number" }).primaryKey(),
    auditSeq: bigint("audit_seq", { mode: "number" }).notNull(),
    /** MAC of the row. */
    mac: text().notNull(),
    sealedAt: at("sealed_at").notNull(),
    /** MAC over the link before and this one. */
    chain: text().notNull(),
  },
  (t) => [uniqueIndex("audit_seals_row").on(t.auditSeq)],
);

/** What changed, in commit order, for readers that must miss nothing. */
export const changes = pgTable("changes", {
  seq: bigserial({ mode: "number" }).primaryKey(),
  at: at("at").notNull(),
  kind: text().notNull(),
  ref: text().notNull(),
});
