import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { KeptLearning } from "@/lib/core/capacity/kept-learning";
import type { AcuitySaid, StaffingRule } from "@/lib/core/capacity/staffing";
import { at, users, wards } from "@/lib/io/database/schema";

/** What a unit has. Append-only: the newest row of a unit holds. */
export const unitBeds = pgTable(
  "unit_beds",
  {
    id: uuid().primaryKey().defaultRandom(),
    wardId: text("ward_id")
      .notNull()
      .references(() => wards.id),
    /** What the unit is added up under. */
    service: text().notNull(),
    physicalBeds: integer("physical_beds").notNull(),
    /** Beds that somebody is there to nurse. */
    staffedBeds: integer("staffed_beds").notNull(),
    /** Nurses by role and shift; empty: no rule was set. */
    rules: jsonb().$type<readonly StaffingRule[]>().notNull(),
    /** How much care its patients need beside those the rules were set for; null: nobody has said. */
    acuity: jsonb().$type<AcuitySaid>(),
    /** null: made with the demo. */
    userId: uuid("user_id").references(() => users.id),
    at: at("at").notNull(),
  },
  (t) => [
    index("unit_beds_ward").on(t.wardId, t.at.desc().nullsFirst()),
    check("unit_beds_count", sql`${t.staffedBeds} >= 0 and ${t.staffedBeds} <= ${t.physicalBeds}`),
  ],
);

/** Who is down to work, by unit, day, role and shift, as the site's rota last said. */
export const rosters = pgTable(
  "rosters",
  {
    wardId: text("ward_id")
      .notNull()
      .references(() => wards.id),
    /** Local calendar day. */
    day: date({ mode: "string" }).notNull(),
    role: text().notNull(),
    shift: text().notNull(),
    people: integer().notNull(),
    at: at("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.wardId, t.day, t.role, t.shift] }), check("rosters_people", sql`${t.people} >= 0`)],
);

/** Visits to the emergency department as triage knew them, without who the patient is. A cache of the source. */
export const edVisits = pgTable(
  "ed_visits",
  {
    /** FHIR Encounter.id. */
    id: text().primaryKey(),
    /** FHIR Patient.id: whoever has a bed by now is not counted twice. */
    patientId: text("patient_id").notNull(),
    /** Name of the bay or room; null where the source names none. */
    place: text(),
    arrivedAt: at("arrived_at"),
    /** One number per row of ED_FEATURES. */
    features: real().array().notNull(),
    /** Why the model says nothing of this visit, in sentences; empty: it does. */
    outside: text().array().notNull(),
    /** 0–1; null where nothing was said. */
    probability: doublePrecision(),
    modelVersion: text("model_version"),
    /** Log-odds of the starting point, and what each row of ED_FEATURES added; null where nothing was said. */
    baseline: doublePrecision(),
    contributions: real().array(),
    synthetic: boolean().notNull(),
    readAt: at("read_at").notNull(),
    /** When the source named it no more: admitted, gone, or moved on. */
    goneAt: at("gone_at"),
  },
  (t) => [
    index("ed_visits_now").on(t.arrivedAt).where(sql`${t.goneAt} is null`),
    check("ed_visits_probability", sql`${t.probability} >= 0 and ${t.probability} <= 1`),
  ],
);

/**
 * Visits as they were when they could first be scored, and how they ended: what the admission model is checked on and
 * learns from here. By the patient's own id, without name or number.
 */
export const localEdVisits = pgTable(
  "local_ed_visits",
  {
    /** FHIR Encounter.id. */
    id: text().primaryKey(),
    /** FHIR Patient.id: visits of one person are resampled together. */
    patientId: text("patient_id").notNull(),
    arrivedAt: at("arrived_at").notNull(),
    /** When it was first in the model's scope; nothing learnt later is in `features`. */
    knownAt: at("known_at").notNull(),
    /** One number per row of ED_FEATURES. */
    features: real().array().notNull(),
    /** What was said then, 0–1, and by which version; null where no model lay here. */
    probability: doublePrecision(),
    modelVersion: text("model_version"),
    synthetic: boolean().notNull(),
    /** Whether an inpatient stay followed; null: not known yet. */
    admitted: boolean(),
    settledAt: at("settled_at"),
  },
  (t) => [
    index("local_ed_visits_open").on(t.arrivedAt).where(sql`${t.settledAt} is null`),
    index("local_ed_visits_arrived").on(t.arrivedAt),
    check("local_ed_visits_probability", sql`${t.probability} >= 0 and ${t.probability} <= 1`),
    check("local_ed_visits_settled", sql`(${t.admitted} is null) = (${t.settledAt} is null)`),
  ],
);

/** Who is booked to be admitted, without who the patient is. A cache of the source. */
export const bookedAdmissions = pgTable(
  "booked_admissions",
  {
    /** "Appointment/1" or "ServiceRequest/1". */
    id: text().primaryKey(),
    patientId: text("patient_id"),
    /** As the source names it: not every unit that is booked for is known here. */
    wardId: text("ward_id"),
    /** Local calendar day. */
    day: date({ mode: "string" }).notNull(),
    isAppointed: boolean("is_appointed").notNull(),
    readAt: at("read_at").notNull(),
    /** When the source named it no more: cancelled, moved, or over. */
    goneAt: at("gone_at"),
  },
  (t) => [index("booked_admissions_day").on(t.day).where(sql`${t.goneAt} is null`)],
);

/** What this hospital's past last taught of its beds, of nobody in particular: one row for a method, made anew. */
export const censusLearnt = pgTable("census_learnt", {
  /** How it is learnt: what an older Wardlight learnt is not read. */
  method: text().primaryKey(),
  at: at("at").notNull(),
  /** Local calendar day: the first of its forecast. */
  madeOn: date("made_on", { mode: "string" }).notNull(),
  learnt: jsonb().$type<KeptLearning>().notNull(),
});
