import {
  bigint,
  boolean,
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
import type { LabelEvidence, LabelStatus, LabelTarget, PlannedBasis } from "@/lib/core/labels/label";
import type { SnapshotQuery } from "@/lib/core/snapshots/snapshot-row";
import type { AttritionStep } from "@/lib/core/validation/validation-input";
import { at, stays } from "@/lib/io/database/schema";

const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** What a patient's record said, when it was last read, that labels are decided by: of every stay, here or elsewhere. */
export const labelFacts = pgTable(
  "label_facts",
  {
    patientId: text("patient_id").primaryKey(),
    facts: sealed().notNull(),
    /** Keyed fingerprint of the facts. */
    fingerprint: text().notNull(),
    /** When time alone will say another label; null where it will not. */
    dueAt: at("due_at"),
    /** Which rules the labels were derived by. */
    ruleVersion: text("rule_version").notNull(),
    updatedAt: at("updated_at").notNull(),
  },
  (t) => [index("label_facts_due").on(t.dueAt), index("label_facts_rule").on(t.ruleVersion)],
);

/**
 * What followed an index stay, by target. Append-only (a trigger refuses changes, but for sealing anew): a stay's newest
 * row holds, and earlier ones stay, so that what was learnt from can be told and made again.
 */
export const labels = pgTable(
  "labels",
  {
    id: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    stayId: text("stay_id")
      .notNull()
      .references(() => stays.id),
    patientId: text("patient_id").notNull(),
    wardId: text("ward_id"),
    target: text().$type<LabelTarget>().notNull(),
    ruleVersion: text("rule_version").notNull(),
    status: text().$type<LabelStatus>().notNull(),
    /** Code of why a stay is excluded. */
    reason: text(),
    plannedBasis: text("planned_basis").$type<PlannedBasis>(),
    readmissionStayId: text("readmission_stay_id"),
    readmittedAt: at("readmitted_at"),
    dischargedAt: at("discharged_at").notNull(),
    maturesAt: at("matures_at").notNull(),
    evidence: jsonb().$type<LabelEvidence>().notNull(),
    /** Made by a simulation. */
    simulated: boolean().notNull(),
    /** Sex, age band, race, ethnicity, payer and language, for checks of fairness only. */
    subgroups: sealed().notNull(),
    /** Keyed fingerprint of all of the above: the same again makes no new row. */
    fingerprint: text().notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.stayId, t.target, t.id] }),
    uniqueIndex("labels_id").on(t.id),
    index("labels_patient").on(t.patientId),
  ],
);

/** A training set as it was made: never changed (a trigger refuses). */
export const trainingSnapshots = pgTable(
  "training_snapshots",
  {
    id: uuid().primaryKey().defaultRandom(),
    at: at("at").notNull(),
    byUser: text("by_user").notNull(),
    query: jsonb().$type<SnapshotQuery>().notNull(),
    featureTableHash: text("feature_table_hash").notNull(),
    labelRuleVersion: text("label_rule_version").notNull(),
    /** Adjudications that changed a row or left one out. */
    adjudicationIds: text("adjudication_ids").array().notNull(),
    attrition: jsonb().$type<readonly AttritionStep[]>().notNull(),
    rows: integer().notNull(),
    positives: integer().notNull(),
    died: integer().notNull(),
    simulated: boolean().notNull(),
    /** Of the content, hex (`lib/core/snapshots/snapshot-content.ts`). */
    sha256: text().notNull(),
  },
  (t) => [index("training_snapshots_at").on(t.at.desc().nullsFirst())],
);

/** The rows of a training set, some at a time, compressed and sealed. */
export const trainingSnapshotParts = pgTable(
  "training_snapshot_parts",
  {
    snapshotId: uuid("snapshot_id")
      .notNull()
      .references(() => trainingSnapshots.id),
    part: integer().notNull(),
    body: sealed().notNull(),
  },
  (t) => [primaryKey({ columns: [t.snapshotId, t.part] })],
);
