import { and, asc, eq, gte, inArray } from "drizzle-orm";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import type { Transaction } from "@/lib/io/database/database";
import { resources } from "@/lib/io/database/schema";
import { openResource } from "@/lib/io/stored-resource";
import { withFreshDataKeys } from "@/lib/services/data-keys";
import type { House } from "@/lib/services/house";

/** Patients opened at a time: between two such batches pages are served. */
const BATCH = 200;

/** What some patients' records hold of one type, by patient, in order of arrival. */
export interface RecordsOfType {
  readonly patientIds: readonly string[];
  readonly byPatient: ReadonlyMap<string, readonly FhirEntry[]>;
}

/**
 * Opens, of everybody of whom resources of a type came or changed since then, all of that type, a batch of patients in a
 * transaction; gives how many patients.
 */
export async function readChangedRecords(
  house: House,
  { type, since }: { readonly type: string; readonly since: Date },
  replace: (tx: Transaction, records: RecordsOfType) => Promise<void>,
): Promise<number> {
  const { database, vault } = house;
  const changed = await database.transaction((tx) =>
    tx
      .selectDistinct({ id: resources.patientId })
      .from(resources)
      .where(and(eq(resources.type, type), gte(resources.updatedAt, since)))
      .orderBy(asc(resources.patientId)),
  );
  for (let from = 0; from < changed.length; from += BATCH) {
    const patientIds = changed.slice(from, from + BATCH).map(({ id }) => id);
    await withFreshDataKeys(house, () =>
      database.transaction(async (tx) => {
        const stored = await tx
          .select()
          .from(resources)
          .where(and(eq(resources.type, type), inArray(resources.patientId, patientIds)))
          .orderBy(asc(resources.patientId), asc(resources.seq));
        const byPatient = new Map<string, FhirEntry[]>();
        for (const row of stored) {
          const own = byPatient.get(row.patientId) ?? [];
          own.push(openResource(vault, row));
          byPatient.set(row.patientId, own);
        }
        await replace(tx, { patientIds, byPatient });
      }),
    );
  }
  return changed.length;
}
