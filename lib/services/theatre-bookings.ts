import { and, asc, gte, lte, sql } from "drizzle-orm";
import type { BookedCase } from "@/lib/core/theatres/booked-cases";
import type { Transaction } from "@/lib/io/database/database";
import { predictions, stays } from "@/lib/io/database/schema";
import { bookedOperations } from "@/lib/io/database/theatre-schema";
import { isUnscheduled } from "@/lib/services/unscheduled";

/** Those of some patients who are in hospital now on a stay that nobody had planned. */
async function findUnplanned(tx: Transaction, patientIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.execute<{ patient_id: string }>(sql`
    select s.patient_id from ${stays} s left join ${predictions} p on p.id = s.prediction_id
    where s.is_current and s.gone_at is null and s.patient_id = any(${sql.param([...patientIds])}::text[])
      and ${isUnscheduled}`);
  return new Set(rows.map(({ patient_id }) => patient_id));
}

/** Puts the operations that are booked now in place of those that were. */
export async function storeOperations(tx: Transaction, booked: readonly BookedCase[]): Promise<void> {
  await tx.delete(bookedOperations);
  const unplanned = await findUnplanned(
    tx,
    booked.flatMap(({ patientId }) => patientId ?? []),
  );
  const rows = booked.map(({ reference, day, codes, patientId }) => ({
    ...{ id: reference, day, isUnplanned: patientId !== null && unplanned.has(patientId) },
    codes: codes.map(({ system, code }) => ({ system, code })),
  }));
  for (let from = 0; from < rows.length; from += 1000)
    await tx
      .insert(bookedOperations)
      .values(rows.slice(from, from + 1000))
      .onConflictDoNothing();
}

/** Operations that are booked from one local day to another. */
export async function findOperationsBooked(tx: Transaction, [from, to]: readonly [string, string]) {
  const { day, codes, isUnplanned } = bookedOperations;
  return tx
    .select({ day, codes, isUnplanned })
    .from(bookedOperations)
    .where(and(gte(day, from), lte(day, to)))
    .orderBy(asc(day), asc(bookedOperations.id));
}
