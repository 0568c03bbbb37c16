import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigserial,
  boolean,
  check,
  customType,
  date,
  index,
  pgTable,
  real,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { Role } from "@/lib/core/access/access";
import type { Agreement, Decision, EvidenceKind } from "@/lib/core/review/adjudication";
import type { FlagKind } from "@/lib/core/worklist/flag-view";
import { at, flags, predictions, stays, users } from "@/lib/io/database/schema";

const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** To whom a flag was given for review; the newest holds. Never changed afterwards (a trigger refuses). */
export const flagAssignments = pgTable(
  "flag_assignments",
  {
    seq: bigserial({ mode: "number" }).primaryKey(),
    flagId: uuid("flag_id")
      .notNull()
      .references(() => flags.id),
    /** null: given back. */
    assigneeId: uuid("assignee_id").references(() => users.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    at: at("at").notNull(),
  },
  (t) => [index("flag_assignments_flag").on(t.flagId, t.seq)],
);

/**
 * What was decided about a flag by somebody else, and the taking back of such a decision as a row of its own. Never
 * changed afterwards (a trigger refuses): what a training set was made with can always be read again.
 */
export const adjudications = pgTable(
  "adjudications",
  {
    id: uuid().primaryKey().defaultRandom(),
    flagId: uuid("flag_id")
      .notNull()
      .references(() => flags.id),
    /** As the flag says it, so that the database itself holds "too high" and "too low" to no action. */
    flagKind: text("flag_kind").$type<FlagKind>().notNull(),
    stayId: text("stay_id")
      .notNull()
      .references(() => stays.id),
    predictionId: uuid("prediction_id")
      .notNull()
      .references(() => predictions.id),
    decision: text().$type<Decision | "withdrawn">().notNull(),
    evidence: text().$type<EvidenceKind>(),
    /** Local day of a readmission elsewhere. */
    readmittedOn: date("readmitted_on", { mode: "string" }),
    wasPlanned: boolean("was_planned"),
    feature: text(),
    /** Encoded, as the flagged prediction had it and as it should have been. */
    was: real(),
    corrected: real(),
    agreement: text().$type<Agreement>(),
    withdraws: uuid().references((): AnyPgColumn => adjudications.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    /** The role it was said in. */
    role: text().$type<Role>().notNull(),
    /** Free text: may name a person, so it is sealed. */
    note: sealed().notNull(),
    at: at("at").notNull(),
  },
  (t) => [
    index("adjudications_flag").on(t.flagId, t.at.desc().nullsFirst()),
    index("adjudications_stay").on(t.stayId),
    /** A decision is taken back once. */
    uniqueIndex("adjudications_withdraws").on(t.withdraws),
    check(
      "adjudications_decision",
      sql`${t.decision} in ('outcome-wrong', 'feature-wrong', 'exclude', 'no-action', 'withdrawn')`,
    ),
    check(
      "adjudications_signal_only",
      sql`${t.flagKind} not in ('too-high', 'too-low') or ${t.decision} in ('no-action', 'withdrawn')`,
    ),
    check("adjudications_evidence", sql`(${t.decision} = 'outcome-wrong') = (${t.evidence} is not null)`),
    check(
      "adjudications_elsewhere",
      sql`(${t.evidence} is not distinct from 'readmission-elsewhere') = (${t.readmittedOn} is not null and ${t.wasPlanned} is not null)`,
    ),
    check(
      "adjudications_corrected",
      sql`(${t.decision} = 'feature-wrong') = (${t.feature} is not null and ${t.corrected} is not null)`,
    ),
    check("adjudications_withdrawal", sql`(${t.decision} = 'withdrawn') = (${t.withdraws} is not null)`),
    check("adjudications_agreement", sql`(${t.decision} = 'withdrawn') = (${t.agreement} is null)`),
  ],
);
