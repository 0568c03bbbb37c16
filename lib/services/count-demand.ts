import { and, asc, eq, gte, sql } from "drizzle-orm";
import { type DemandCount, type DemandKind, WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { recordBegins } from "@/lib/core/demand/record-begins";
import type { Transaction } from "@/lib/io/database/database";
import { demandDays, emergencyVisits } from "@/lib/io/database/demand-schema";
import { predictions, resources, stays } from "@/lib/io/database/schema";
import { findProfiles } from "@/lib/services/procedure-profiles";
import { addUp, countAddedOperations } from "@/lib/services/recorded-operations";
import { isUnscheduled } from "@/lib/services/unscheduled";

interface Days {
  readonly timeZone: string;
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly through: string;
}

type Sql = ReturnType<typeof sql>;

/**
 * Counts what came and left by unit and local day, and writes what differs from what was counted: a stay on the unit it
 * is on, or left from; where a patient was first is not kept. Run twice at the same time it counts the same.
 */
export async function countDemand(tx: Transaction, { timeZone, from, through }: Days): Promise<void> {
  const write = (kind: DemandKind, fresh: Sql) =>
    tx.execute(sql`
      with fresh as (${fresh}), gone as (
        delete from ${demandDays} known where known.kind = ${kind} and known.day >= ${from} and known.day <= ${through}
          and not exists (select from fresh where fresh.ward = known.ward_id and fresh.day = known.day)
      )
      insert into ${demandDays} (kind, ward_id, day, count)
      select ${kind}::text, fresh.ward, fresh.day, fresh.count from fresh
      left join ${demandDays} known on known.kind = ${kind} and known.ward_id = fresh.ward and known.day = fresh.day
      where known.count is distinct from fresh.count
      on conflict (kind, day, ward_id) do update set count = excluded.count`);
  const count = (kind: DemandKind, { ward, at, rows }: { ward: Sql; at: Sql; rows: Sql }) =>
    write(
      kind,
      sql`select ward, day, count(*)::int as count from (
          select ${ward} as ward, to_char(${at} at time zone ${timeZone}, 'YYYY-MM-DD') as day ${rows}
            and ${at} >= (${from}::date::timestamp at time zone ${timeZone})
            and ${at} < ((${through}::date + 1)::timestamp at time zone ${timeZone})
        ) one group by ward, day`,
    );
  const ours = sql`from ${stays} s left join ${predictions} p on p.id = s.prediction_id
    where s.gone_at is null and s.ward_id is not null`;
  const ward = sql.raw("s.ward_id");
  await count("unscheduled-admissions", {
    ward,
    at: sql.raw("s.admitted_at"),
    rows: sql`${ours} and ${isUnscheduled}`,
  });
  await count("discharges", { ward, at: sql.raw("s.discharged_at"), rows: sql`${ours} and not s.is_current` });
  // One whose Encounter is no longer in the record is none.
  const visits = sql`from ${emergencyVisits} v where exists (select from ${resources} r
    where r.type = 'Encounter' and r.id = v.id and r.patient_id = v.patient_id)`;
  await count("ed-attendances", { ward: sql`${WHOLE_HOSPITAL}::text`, at: sql.raw("v.started_at"), rows: visits });
  // Which code is an operation, a hospital's profiles say: those are looked through here.
  const added = addUp(await countAddedOperations(tx, await findProfiles(tx), { timeZone, from, through }), "day");
  await write(
    "added-operations",
    sql`select ${WHOLE_HOSPITAL}::text as ward, day, count
      from unnest(${sql.param([...added.keys()])}::text[], ${sql.param([...added.values()])}::int[]) as added(day, count)`,
  );
}

/** The day from which on the record is taken whole: as somebody said, or else as discharges tell; null: all of it. */
export async function findRecordStart(
  tx: Transaction,
  { countFrom, from, through }: { readonly countFrom: string | null; readonly from: string; readonly through: string },
): Promise<string | null> {
  return countFrom ?? recordBegins(await findCounts(tx, "discharges", from), through);
}

/** What was counted of one kind from a day on. */
export async function findCounts(tx: Transaction, kind: DemandKind, from: string): Promise<readonly DemandCount[]> {
  const { wardId, day, count } = demandDays;
  return tx
    .select({ wardId, day, count })
    .from(demandDays)
    .where(and(eq(demandDays.kind, kind), gte(day, from)))
    .orderBy(asc(day));
}
