import { count, desc, isNull, sql } from "drizzle-orm";
import { TASK_KINDS, type TaskKind } from "@/lib/core/connections/task";
import type { MonitoringReport } from "@/lib/core/monitoring/monitoring-report";
import type { ServingPlan } from "@/lib/core/rollout/plan";
import { tasks } from "@/lib/io/database/connection-schema";
import type { Transaction } from "@/lib/io/database/database";
import { monitoringIncidents, monitoringReports } from "@/lib/io/database/monitoring-schema";
import { audit, auditSeals } from "@/lib/io/database/schema";
import { findLookedAt } from "@/lib/services/alert-rows";
import { findState } from "@/lib/services/connection-states";
import { type Age, readAge, toDataAge } from "@/lib/services/data-age";
import type { House } from "@/lib/services/house";
import { shelfOf } from "@/lib/services/model-shelf";

/** How one kind of work stands. */
interface Queue {
  readonly kind: TaskKind;
  /** Could be begun now and is not. */
  readonly due: number;
  readonly running: number;
  /** Tried again later. */
  readonly later: number;
  /** Put aside for somebody to look at. */
  readonly dead: number;
  /** Since the oldest that is due could have been begun; 0 where none is. */
  readonly oldestSeconds: number;
}

/** What only the database knows of how Wardlight is doing: counts and ages, nothing of any patient. */
export interface OperationalState {
  readonly queues: readonly Queue[];
  /** null where no data, or no reading, ever arrived. */
  readonly dataAgeSeconds: number | null;
  readonly feedLagSeconds: number | null;
  /** null where no rule was ever looked at. */
  readonly alertsLookedSeconds: number | null;
  readonly feedFailures: number;
  readonly unreadPatients: number;
  readonly unsealedRows: number;
  readonly plan: ServingPlan;
  /** What monitoring found and has not ended. */
  readonly incidents: readonly { readonly version: string; readonly kind: string; readonly open: number }[];
  readonly monitored: readonly Monitored[];
}

/** How a version stood when monitoring last looked at it. */
export interface Monitored {
  readonly version: string;
  readonly ageSeconds: number;
  readonly report: MonitoringReport;
}

async function findQueues(tx: Transaction, now: Date): Promise<Queue[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const isHeld = sql`(${tasks.leasedUntil} is not null and ${tasks.leasedUntil} > ${at})`;
  const isDue = sql`${tasks.state} = 'waiting' and not ${isHeld} and ${tasks.dueAt} <= ${at}`;
  const { rows } = await tx.execute<Omit<Queue, "oldestSeconds"> & { oldest: number | null }>(sql`
    select ${tasks.kind} as kind,
      (count(*) filter (where ${isDue}))::int as due,
      (count(*) filter (where ${tasks.state} = 'waiting' and ${isHeld}))::int as running,
      (count(*) filter (where ${tasks.state} = 'waiting' and not ${isHeld} and ${tasks.dueAt} > ${at}))::int as later,
      (count(*) filter (where ${tasks.state} = 'dead'))::int as dead,
      extract(epoch from ${at} - min(${tasks.dueAt}) filter (where ${isDue}))::float8 as oldest
    from ${tasks} group by ${tasks.kind}`);
  return TASK_KINDS.map((kind) => {
    const { oldest = 0, ...found } = rows.find((row) => row.kind === kind) ?? { due: 0, running: 0, later: 0, dead: 0 };
    return { ...found, kind, oldestSeconds: oldest ?? 0 };
  });
}

async function countUnsealed(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from ${audit}
    where ${audit.seq} > coalesce((select ${auditSeals.auditSeq} from ${auditSeals}
      order by ${auditSeals.position} desc limit 1), 0)`);
  return rows[0]?.n ?? 0;
}

async function findIncidents(tx: Transaction): Promise<OperationalState["incidents"]> {
  const { modelVersion: version, kind, endedOn } = monitoringIncidents;
  return tx
    .select({ version, kind, open: count() })
    .from(monitoringIncidents)
    .where(isNull(endedOn))
    .groupBy(version, kind);
}

async function findMonitored(tx: Transaction, now: Date): Promise<Monitored[]> {
  const { modelVersion: version, at, report } = monitoringReports;
  const newest = await tx
    .selectDistinctOn([version], { version, at, report })
    .from(monitoringReports)
    .orderBy(version, desc(at));
  return newest.map(({ at: then, ...one }) => ({ ...one, ageSeconds: secondsSince(then, now) ?? 0 }));
}

const secondsSince = (then: Date | null, now: Date): number | null =>
  then === null ? null : Math.max(0, (now.getTime() - then.getTime()) / 1000);

/** Reads how Wardlight is doing. Not a verb: it is asked every few seconds by a machine, and tells of nobody. */
export async function findOperationalState(house: House, tx: Transaction): Promise<OperationalState> {
  const now = house.clock.now();
  const { rows } = await tx.execute<Age & Record<string, unknown>>(readAge());
  const { arrived = null, read_since = null, unread = 0 } = rows[0] ?? {};
  const { readSince, unreadPatients } = toDataAge({ arrived, read_since, unread });
  return {
    queues: await findQueues(tx, now),
    dataAgeSeconds: secondsSince(arrived === null ? null : new Date(arrived), now),
    feedLagSeconds: secondsSince(readSince, now),
    alertsLookedSeconds: secondsSince(await findLookedAt(tx), now),
    feedFailures: (await findState(tx, "fhir"))?.failures ?? 0,
    unreadPatients,
    unsealedRows: await countUnsealed(tx),
    plan: await shelfOf(house).plan(tx),
    incidents: await findIncidents(tx),
    monitored: await findMonitored(tx, now),
  };
}
