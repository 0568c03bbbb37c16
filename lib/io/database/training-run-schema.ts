import { sql } from "drizzle-orm";
import { check, doublePrecision, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { TrainingLogLine, TrainingRunReport, TrainingRunSettings } from "@/lib/core/retraining/training-run";
import { at } from "@/lib/io/database/schema";

/** One retraining, asked for by a person: what it learns from, how far it is, and what came of it. */
export const trainingRuns = pgTable(
  "training_runs",
  {
    id: uuid().primaryKey().defaultRandom(),
    task: text().notNull(),
    /** The training set (`training_snapshots`). */
    snapshotId: uuid("snapshot_id").notNull(),
    /** The version it begins with. */
    parentVersion: text("parent_version").notNull(),
    /** The number the new version gets. */
    version: text().notNull(),
    settings: jsonb().$type<TrainingRunSettings>().notNull(),
    why: text().notNull(),
    state: text().$type<"waiting" | "running" | "done" | "failed" | "cancelled">().notNull(),
    /** 0–1 */
    progress: doublePrecision().notNull().default(0),
    log: jsonb().$type<readonly TrainingLogLine[]>().notNull().default([]),
    /** How often it was begun: more than once where a process ended meanwhile. */
    attempts: integer().notNull().default(0),
    cancelAskedAt: at("cancel_asked_at"),
    /** What the experiment and the figures said; null until it is done. */
    report: jsonb().$type<TrainingRunReport>(),
    byUser: text("by_user").notNull(),
    askedAt: at("asked_at").notNull(),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
  },
  (t) => [
    index("training_runs_asked_at").on(t.askedAt.desc().nullsFirst()),
    uniqueIndex("training_runs_one_at_a_time").on(t.task).where(sql`${t.state} in ('waiting', 'running')`),
    check("training_runs_state", sql`${t.state} in ('waiting', 'running', 'done', 'failed', 'cancelled')`),
  ],
);
