import { sql } from "drizzle-orm";
import { featureIndex } from "@/lib/core/features/feature-table";
import { ADMISSION_TYPE_LEVELS } from "@/lib/core/features/levels";

/** Arrays of SQL begin with 1. */
const ADMISSION_TYPE = featureIndex("admissionType") + 1;
/** Admissions that somebody planned. Any other, a birth too, and one nobody gave a kind, counts as unscheduled. */
const SCHEDULED = ADMISSION_TYPE_LEVELS.flatMap(({ code }, level) => (code === "elective" ? [level] : []));

/** Whether a stay, joined with its newest prediction as `p`, is one that nobody had planned. */
export const isUnscheduled = sql`not (coalesce(p.features[${sql.raw(String(ADMISSION_TYPE))}], -1)
  = any(${sql.param(SCHEDULED)}::real[]))`;
