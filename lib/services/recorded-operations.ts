import { and, desc, gte, inArray, type SQL, sql } from "drizzle-orm";
import type { Coded, ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import { profileFinder, readOperation } from "@/lib/core/theatres/recorded-operations";
import type { Transaction } from "@/lib/io/database/database";
import { predictions, resources, stays } from "@/lib/io/database/schema";
import { recordedOperations } from "@/lib/io/database/theatre-schema";
import { readChangedRecords } from "@/lib/services/changed-records";
import type { House } from "@/lib/services/house";
import { isUnscheduled } from "@/lib/services/unscheduled";

/** Durations are looked for among so many of the newest operations. */
const NEWEST = 20_000;

/**
 * Reads the operations of everybody whose Procedures came or changed since then, in place of what was known of them;
 * again finds the same.
 */
export function keepOperations(house: House, since: Date): Promise<number> {
  return readChangedRecords(house, { type: "Procedure", since }, async (tx, { patientIds, byPatient }) => {
    const rows = [...byPatient].flatMap(([patientId, entries]) =>
      entries.flatMap(({ resource }) => {
        const operation = readOperation(resource);
        if (operation === null || typeof resource.id !== "string") return [];
        const { beganAt, minutes, codes } = operation;
        const coded = codes.map(({ system, code }): Coded => ({ system, code }));
        return [{ id: resource.id, patientId, beganAt: new Date(beganAt), minutes, codes: coded }];
      }),
    );
    await tx.delete(recordedOperations).where(inArray(recordedOperations.patientId, [...patientIds]));
    // An id that is another patient's already stays theirs.
    for (let from = 0; from < rows.length; from += 1000)
      await tx
        .insert(recordedOperations)
        .values(rows.slice(from, from + 1000))
        .onConflictDoNothing();
  });
}

/** What the record holds no more, or holds as another's, was no operation of this patient. */
const isOnRecord = (operation: SQL): SQL => sql`exists (select from ${resources} r
  where r.type = 'Procedure' and r.id = ${operation}.id and r.patient_id = ${operation}.patient_id)`;

/** Minutes and codes of the operations since then, newest first. */
export async function findOperations(tx: Transaction, since: Date) {
  const { minutes, codes, beganAt } = recordedOperations;
  return tx
    .select({ minutes, codes })
    .from(recordedOperations)
    .where(and(gte(beganAt, since), isOnRecord(sql`${recordedOperations}`)))
    .orderBy(desc(beganAt), desc(recordedOperations.id))
    .limit(NEWEST);
}

/** Operations of one profile on one local day (YYYY-MM-DD). */
interface OperationsOfDay {
  readonly day: string;
  readonly profileId: string;
  readonly count: number;
}

/**
 * Operations during a stay that nobody had planned, by local day and profile, of the days from one to another; those of
 * no profile are left out.
 */
export async function countAddedOperations(
  tx: Transaction,
  profiles: readonly ProcedureProfile[],
  { timeZone, from, through }: { readonly timeZone: string; readonly from: string; readonly through: string },
): Promise<readonly OperationsOfDay[]> {
  const { rows } = await tx.execute<{ day: string; codes: Coded[]; count: number }>(sql`
    select to_char(o.began_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, o.codes, count(*)::int as count
    from ${recordedOperations} o
    where o.began_at >= (${from}::date::timestamp at time zone ${timeZone})
      and o.began_at < ((${through}::date + 1)::timestamp at time zone ${timeZone})
      and ${isOnRecord(sql`o`)}
      and exists (select from ${stays} s left join ${predictions} p on p.id = s.prediction_id
        where s.patient_id = o.patient_id and s.gone_at is null and s.admitted_at <= o.began_at
          and (s.is_current or s.discharged_at >= o.began_at) and ${isUnscheduled})
    group by 1, 2 order by 1`);
  const find = profileFinder(profiles);
  return rows.flatMap(({ day, codes, count }) => {
    const profile = find(codes);
    return profile === null ? [] : [{ day, profileId: profile.id, count }];
  });
}

/** How many on each key, added up. */
export function addUp(operations: readonly OperationsOfDay[], key: "day" | "profileId"): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const one of operations) sums.set(one[key], (sums.get(one[key]) ?? 0) + one.count);
  return sums;
}
