import { and, asc, gt, lte, sql } from "drizzle-orm";
import { openTally, tallyPatient } from "@/lib/core/monitoring/tally-source";
import type { SourceCounts } from "@/lib/core/monitoring/watched-day";
import type { Transaction } from "@/lib/io/database/database";
import { monitoringSources } from "@/lib/io/database/monitoring-schema";
import { resources } from "@/lib/io/database/schema";
import { openResource } from "@/lib/io/stored-resource";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";

/** Patients opened at a time: between two such batches pages are served. */
const BATCH = 200;

const arrivedOn = (timeZone: string) =>
  sql<string>`to_char(${resources.updatedAt} at time zone ${timeZone}, 'YYYY-MM-DD')`;

/** Days on which something arrived after one and before another, that are not counted yet. */
async function findUncounted({ database, timeZone }: House, before: string): Promise<string[]> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.execute<{ day: string }>(sql`
      select distinct ${arrivedOn(timeZone)} as day from ${resources}
      where ${arrivedOn(timeZone)} < ${before} and not exists (
        select from ${monitoringSources} m where m.day = ${arrivedOn(timeZone)}) order by 1`);
    return rows.map(({ day }) => day);
  });
}

async function countDay(house: House, day: string): Promise<void> {
  const tally = openTally();
  for (let after = ""; ; ) {
    const batch = await withFreshDataKeys(house, () =>
      house.database.transaction(async (tx) => {
        const { rows: found } = await tx.execute<{ patient_id: string }>(sql`
          select distinct patient_id from ${resources}
          where patient_id > ${after} and ${arrivedOn(house.timeZone)} = ${day} order by 1 limit ${BATCH}`);
        const ids = found.map(({ patient_id }) => patient_id);
        if (ids.length === 0) return [];
        const rows = await tx
          .select()
          .from(resources)
          .where(
            and(
              sql`${resources.patientId} = any(${sql.param(ids)}::text[])`,
              sql`${arrivedOn(house.timeZone)} = ${day}`,
            ),
          )
          .orderBy(asc(resources.patientId), asc(resources.seq));
        return ids.map((id) => ({
          id,
          own: rows.filter(({ patientId }) => patientId === id).map((row) => openResource(house.vault, row).resource),
        }));
      }),
    );
    for (const { own } of batch) tallyPatient(tally, own);
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) break;
    after = last.id;
  }
  await house.database.transaction((tx) =>
    tx.insert(monitoringSources).values({ day, counts: tally }).onConflictDoNothing(),
  );
}

/**
 * Counts what arrived on whole days that are not counted yet. A resource that came again since counts on its newest day
 * alone; a day once counted keeps its counts.
 */
export async function countSources(house: House, before: string): Promise<number> {
  const days = await findUncounted(house, before);
  for (const day of days) await countDay(house, day);
  return days.length;
}

/** What came after one day and up to another, oldest first. */
export async function findSources(
  tx: Transaction,
  { after, to }: { readonly after: string; readonly to: string },
): Promise<readonly { readonly day: string; readonly counts: SourceCounts }[]> {
  const { day } = monitoringSources;
  return tx
    .select()
    .from(monitoringSources)
    .where(and(gt(day, after), lte(day, to)))
    .orderBy(asc(day));
}
