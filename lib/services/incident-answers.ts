import { desc, inArray } from "drizzle-orm";
import { IS_SETTLING } from "@/lib/core/monitoring/incident-view";
import type { Incident } from "@/lib/core/monitoring/incidents";
import type { Transaction } from "@/lib/io/database/database";
import { monitoringNotes } from "@/lib/io/database/monitoring-schema";

/** The figures of each incident when it was said to be expected or no matter, where that was the last word. */
export async function findSaid(
  tx: Transaction,
  incidentIds: readonly string[],
): Promise<ReadonlyMap<string, Incident["said"]>> {
  if (incidentIds.length === 0) return new Map();
  const { incidentId, answer, figures, at } = monitoringNotes;
  const newest = await tx
    .selectDistinctOn([incidentId], { incidentId, answer, figures })
    .from(monitoringNotes)
    .where(inArray(incidentId, [...incidentIds]))
    .orderBy(incidentId, desc(at));
  return new Map(newest.map((note) => [note.incidentId, IS_SETTLING[note.answer] ? note.figures : null]));
}
