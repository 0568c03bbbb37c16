import { asc, gte, sql } from "drizzle-orm";
import { type DemandCount, type DemandKind, WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { featureIndex } from "@/lib/core/features/feature-table";
import { ADMISSION_TYPE_LEVELS } from "@/lib/core/features/levels";
import type { Transaction } from "@/lib/io/database/database";
import { demandDays, emergencyVisits } from "@/lib/io/database/demand-schema";
import { predictions, resources, stays } from "@/lib/io/database/schema";

/** Arrays of SQL begin with 1. */
const ADMISSION_TYPE = featureIndex("admissionType") + 1;
/** Admissions that somebody planned, or that are births. Any other, and one nobody gave a kind, counts as unscheduled. */
const SCHEDULED = ADMISSION_TYPE_LEVELS.flatMap(({ code }, level) =>
  code === "elective" || code === "newborn" ? [level] : [],
);

interface Days {
  readonly timeZone: string;
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly through: string;
}

/**
 * Counts what came and left by unit and local day, in place of what was counted: a stay on the unit it is on, or left
 * from; where a patient was first is not kept. Run twice at the same time it counts the same.
 */
export async function countDemand(tx: Transaction, { timeZone, from, through }: Days): Promise<void> {
  await tx.execute(sql`delete from ${demandDays} where day >= ${from} and day <= ${through}`);
  const count = (
    kind: DemandKind,
    ward: ReturnType<typeof sql>,
    at: ReturnType<typeof sql>,
    rows: ReturnType<typeof sql>,
  ) =>
    tx.execute(sql`
      insert into ${demandDays} (kind, ward_id, day, count)
      select ${kind}::text, ward, day, count(*)::int from (
        select ${ward} as ward, to_char(${at} at time zone ${timeZone}, 'YYYY-MM-DD') as day ${rows}
          and ${at} >= (${from}::date::timestamp at time zone ${timeZone})
          and ${at} < ((${through}::date + 1)::timestamp at time zone ${timeZone})
      ) one group by ward, day
      on conflict (kind, day, ward_id) do update set count = excluded.count`);
  const ours = sql`from ${stays} s left join ${predictions} p on p.id = s.prediction_id
    where s.gone_at is null and s.ward_id is not null`;
  const ward = sql.raw("s.ward_id");
  const isUnscheduled = sql`not (coalesce(p.features[${sql.raw(String(ADMISSION_TYPE))}], -1)
    = any(${sql.param(SCHEDULED)}::real[]))`;
  await count("unscheduled-admissions", ward, sql.raw("s.admitted_at"), sql`${ours} and ${isUnscheduled}`);
  await count("discharges", ward, sql.raw("s.discharged_at"), sql`${ours} and not s.is_current`);
  // One whose Encounter is no longer in the record is none.
  const visits = sql`from ${emergencyVisits} v where exists (select from ${resources} r
    where r.type = 'Encounter' and r.id = v.id and r.patient_id = v.patient_id)`;
  await count("ed-attendances", sql`${WHOLE_HOSPITAL}::text`, sql.raw("v.started_at"), visits);
}

/** What was counted of one kind from a day on. */
export async function findCounts(tx: Transaction, kind: DemandKind, from: string): Promise<readonly DemandCount[]> {
  const { wardId, day, count } = demandDays;
  return tx
    .select({ wardId, day, count })
    .from(demandDays)
    .where(sql`${demandDays.kind} = ${kind} and ${gte(day, from)}`)
    .orderBy(asc(day));
}
