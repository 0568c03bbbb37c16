import { and, asc, gte, lte } from "drizzle-orm";
import type { BookedCase } from "@/lib/core/theatres/booked-cases";
import type { Transaction } from "@/lib/io/database/database";
import { bookedOperations } from "@/lib/io/database/theatre-schema";

/** Puts the operations that are booked now in place of those that were. */
export async function storeOperations(tx: Transaction, booked: readonly BookedCase[]): Promise<void> {
  await tx.delete(bookedOperations);
  const rows = booked.map(({ reference, day, codes }) => ({
    id: reference,
    day,
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
  const { day, codes } = bookedOperations;
  return tx
    .select({ day, codes })
    .from(bookedOperations)
    .where(and(gte(day, from), lte(day, to)))
    .orderBy(asc(day), asc(bookedOperations.id));
}
