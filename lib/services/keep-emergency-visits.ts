import { inArray } from "drizzle-orm";
import { findEmergencyVisits } from "@/lib/core/demand/emergency-visits";
import { emergencyVisits } from "@/lib/io/database/demand-schema";
import { readChangedRecords } from "@/lib/services/changed-records";
import type { House } from "@/lib/services/house";
import { instant } from "@/lib/services/store-reading";

/**
 * Reads the attendances of everybody whose Encounters came or changed since then, in place of what was known of them;
 * again finds the same.
 */
export function keepEmergencyVisits(house: House, since: Date): Promise<number> {
  const { clock, timeZone } = house;
  return readChangedRecords(house, { type: "Encounter", since }, async (tx, { patientIds, byPatient }) => {
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
