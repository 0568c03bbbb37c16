import { sql } from "drizzle-orm";
import {
  bigserial,
  boolean,
  check,
  customType,
  doublePrecision,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { AnyManifest } from "@/lib/core/registry/any-manifest";
import type { VersionSource } from "@/lib/core/registry/model-version";
import type { Alias, RolloutCause, RolloutEvent, RolloutVisibility } from "@/lib/core/rollout/rollout";
import { at, predictions } from "@/lib/io/database/schema";

/** A model's graph: nothing of a patient, so it is not sealed. */
const graph = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A model version, with its graph, so that every process has it; never changed afterwards (a trigger refuses). */
export const modelVersions = pgTable(
  "model_versions",
  {
    task: text().notNull(),
    version: text().notNull(),
    source: text().$type<VersionSource>().notNull(),
    /** Of `onnx`. */
    sha256: text().notNull(),
    manifest: jsonb().$type<AnyManifest>().notNull(),
    /** Markdown. */
    card: text().notNull(),
    onnx: graph().notNull(),
    /** Whether it says why; one that gives no contributions is marked. */
    isExplained: boolean("is_explained").notNull(),
    /** What it was trained on and from, where that is known here. */
    snapshotId: uuid("snapshot_id"),
    trainingRunId: uuid("training_run_id"),
    parentVersion: text("parent_version"),
    /** The experiment report it was chosen by; null where there is none. */
    experiments: jsonb(),
    at: at("at").notNull(),
    byUser: text("by_user").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.task, t.version] }),
    check("model_versions_source", sql`${t.source} in ('shipped', 'trained', 'registered')`),
  ],
);

/** Which version was put to use as what, and when that ended (`lib/core/rollout`); only ever added to (a trigger refuses). */
export const rollouts = pgTable(
  "rollouts",
  {
    seq: bigserial({ mode: "number" }).primaryKey(),
    /** The same in a rollout's start and its end. */
    id: uuid().notNull(),
    kind: text().$type<RolloutEvent["kind"]>().notNull(),
    task: text().notNull(),
    alias: text().$type<Alias>().notNull(),
    modelVersion: text("model_version").notNull(),
    wardIds: text("ward_ids").array(),
    share: doublePrecision(),
    visibility: text().$type<RolloutVisibility>().notNull(),
    why: text().notNull(),
    cause: text().$type<RolloutCause>().notNull(),
    approvalReference: text("approval_reference"),
    byUser: text("by_user").notNull(),
    byRole: text("by_role").notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.task, t.modelVersion],
      foreignColumns: [modelVersions.task, modelVersions.version],
      name: "rollouts_version",
    }),
    uniqueIndex("rollouts_id_kind").on(t.id, t.kind),
    check("rollouts_kind", sql`${t.kind} in ('start', 'end', 'ask')`),
    check("rollouts_alias", sql`${t.alias} in ('champion', 'canary', 'variant', 'shadow')`),
    check("rollouts_share", sql`${t.share} is null or (${t.alias} = 'shadow' and ${t.share} > 0 and ${t.share} <= 1)`),
    check("rollouts_hidden", sql`(${t.alias} = 'shadow') = (${t.visibility} = 'hidden')`),
    check(
      "rollouts_approved",
      sql`${t.kind} <> 'start' or ${t.alias} <> 'variant' or ${t.approvalReference} is not null`,
    ),
  ],
);

/** What a version said that nobody on a ward was shown, beside the prediction that was. */
export const shadowPredictions = pgTable(
  "shadow_predictions",
  {
    id: uuid().primaryKey().defaultRandom(),
    /** The prediction that was stored of the same stay and the same features. */
    predictionId: uuid("prediction_id")
      .notNull()
      .references(() => predictions.id),
    rolloutId: uuid("rollout_id").notNull(),
    modelVersion: text("model_version").notNull(),
    /** 0–1 */
    probability: doublePrecision().notNull(),
    tier: text().$type<Tier>().notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    uniqueIndex("shadow_predictions_once").on(t.predictionId, t.modelVersion),
    index("shadow_predictions_version").on(t.modelVersion, t.at),
    check("shadow_predictions_probability", sql`${t.probability} >= 0 and ${t.probability} <= 1`),
  ],
);
