import { and, asc, gt, lte, sql } from "drizzle-orm";
import type { FhirResource } from "@/lib/core/fhir/resource";
import { openTally, tallyPatient } from "@/lib/core/monitoring/tally-source";
import { dayAfter, daysFrom } from "@/lib/core/monitoring/watch-days";
import type { SourceCounts } from "@/lib/core/monitoring/watched-day";
import type { Transaction } from "@/lib/io/database/database";
import { monitoringSources } from "@/lib/io/database/monitoring-schema";
import { resources } from "@/lib/io/database/schema";
import { openResource } from "@/lib/io/stored-resource";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";

/** Patients opened at a time: between two such batches pages are served. */
const BATCH = 200;

/** Days counted at the first look: as many as are compared with, and the two that are; older ones would open every record. */
const FIRST_LOOK_DAYS = 35;

const begins = (day: string, timeZone: string) => sql`(${day}::date::timestamp at time zone ${timeZone})`;

/** Within a local day, as a range: that an index can find. */
const arrivedOn = (day: string, timeZone: string) =>
  sql`${resources.updatedAt} >= ${begins(day, timeZone)} and ${resources.updatedAt} < ${begins(dayAfter(day), timeZone)}`;

/** Every day before another since something first arrived that is not counted yet, also those on which nothing came. */
async function findUncounted({ database, timeZone }: House, before: string): Promise<string[]> {
  return database.transaction(async (tx) => {
    const rows = await tx.select({ day: monitoringSources.day }).from(monitoringSources);
    const counted = new Set(rows.map(({ day }) => day));
    const first = rows.length > 0 ? [...counted].sort()[0]! : await findFirstDay(tx, timeZone, before);
    return first === null ? [] : daysFrom(first, dayAfter(before, -1)).filter((day) => !counted.has(day));
  });
}

/** Where counting begins; null while nothing has arrived. */
async function findFirstDay(tx: Transaction, timeZone: string, before: string): Promise<string | null> {
  const { rows } = await tx.execute<{ day: string | null }>(sql`
    select to_char(min(${resources.updatedAt}) at time zone ${timeZone}, 'YYYY-MM-DD') as day from ${resources}`);
  const day = rows[0]?.day ?? null;
  const earliest = dayAfter(before, -FIRST_LOOK_DAYS);
  return day === null || day > earliest ? day : earliest;
}

async function findPatients({ database, timeZone }: House, day: string): Promise<string[]> {
  const rows = await database.transaction((tx) =>
    tx
      .selectDistinct({ id: resources.patientId })
      .from(resources)
      .where(arrivedOn(day, timeZone))
      .orderBy(asc(resources.patientId)),
  );
  return rows.map(({ id }) => id);
}

async function countDay(house: House, day: string): Promise<void> {
  const tally = openTally();
  const patientIds = await findPatients(house, day);
  for (let at = 0; at < patientIds.length; at += BATCH) {
    const rows = await withFreshDataKeys(house, () =>
      house.database.transaction(async (tx) => {
        const some = sql.param(patientIds.slice(at, at + BATCH));
        const found = await tx
          .select()
          .from(resources)
          .where(and(sql`${resources.patientId} = any(${some}::text[])`, arrivedOn(day, house.timeZone)))
          .orderBy(asc(resources.patientId), asc(resources.seq));
        return found.map((row) => ({ patientId: row.patientId, resource: openResource(house.vault, row).resource }));
      }),
    );
    const byPatient = new Map<string, FhirResource[]>();
    for (const { patientId, resource } of rows)
      byPatient.set(patientId, [...(byPatient.get(patientId) ?? []), resource]);
    for (const own of byPatient.values()) tallyPatient(tally, own);
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
