import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { GateReport, GateState } from "@/lib/core/gates/gate-report";
import { at } from "@/lib/io/database/schema";

/** A candidate held against the champion of that moment; never changed afterwards (a trigger refuses). */
export const modelGates = pgTable(
  "model_gates",
  {
    id: uuid().primaryKey().defaultRandom(),
    task: text().notNull(),
    /** The candidate. */
    modelVersion: text("model_version").notNull(),
    championVersion: text("champion_version").notNull(),
    at: at("at").notNull(),
    byUser: text("by_user").notNull(),
    verdict: text().$type<GateState>().notNull(),
    stays: integer().notNull(),
    readmissions: integer().notNull(),
    simulated: boolean().notNull(),
    report: jsonb().$type<GateReport>().notNull(),
  },
  (t) => [
    index("model_gates_version").on(t.task, t.modelVersion, t.at.desc().nullsFirst()),
    check("model_gates_verdict", sql`${t.verdict} in ('passes', 'fails', 'lacks-data')`),
  ],
);
