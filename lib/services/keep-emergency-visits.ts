import { and, asc, eq, gte, inArray } from "drizzle-orm";
import { findEmergencyVisits } from "@/lib/core/demand/emergency-visits";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import { emergencyVisits } from "@/lib/io/database/demand-schema";
import { resources } from "@/lib/io/database/schema";
import { openResource } from "@/lib/io/stored-resource";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";
import { instant } from "@/lib/services/store-reading";

/** Patients opened at a time: between two such batches pages are served. */
const BATCH = 200;

async function findChanged({ database }: House, since: Date): Promise<string[]> {
  const rows = await database.transaction((tx) =>
    tx
      .selectDistinct({ id: resources.patientId })
      .from(resources)
      .where(and(eq(resources.type, "Encounter"), gte(resources.updatedAt, since)))
      .orderBy(asc(resources.patientId)),
  );
  return rows.map(({ id }) => id);
}

/** These patients' attendances as their records show them now, in place of what was known. */
async function replaceVisits(house: House, patientIds: readonly string[]): Promise<void> {
  const { database, vault, clock, timeZone } = house;
  await database.transaction(async (tx) => {
    const stored = await tx
      .select()
      .from(resources)
      .where(and(eq(resources.type, "Encounter"), inArray(resources.patientId, [...patientIds])))
      .orderBy(asc(resources.patientId), asc(resources.seq));
    const byPatient = new Map<string, FhirEntry[]>();
    for (const row of stored) {
      const own = byPatient.get(row.patientId) ?? [];
      own.push(openResource(vault, row));
      byPatient.set(row.patientId, own);
    }
    const visits = [...byPatient].flatMap(([patientId, entries]) =>
      findEmergencyVisits(entries, clock.now().getTime()).flatMap((visit) => {
        const startedAt = instant(visit.startedAt, timeZone);
        return startedAt === null ? [] : [{ id: visit.id, patientId, startedAt }];
      }),
    );
    await tx.delete(emergencyVisits).where(inArray(emergencyVisits.patientId, [...patientIds]));
    // An id that is another patient's already stays theirs.
    for (let from = 0; from < visits.length; from += 1000)
      await tx
        .insert(emergencyVisits)
        .values(visits.slice(from, from + 1000))
        .onConflictDoNothing();
  });
}

/** Reads the attendances of everybody whose Encounters came or changed since then; again finds the same. */
export async function keepEmergencyVisits(house: House, since: Date): Promise<number> {
  const patientIds = await findChanged(house, since);
  for (let from = 0; from < patientIds.length; from += BATCH) {
    const some = patientIds.slice(from, from + BATCH);
    await withFreshDataKeys(house, () => replaceVisits(house, some));
  }
  return patientIds.length;
}
