import { asc, inArray, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { expiresBefore, LEAST_DAYS } from "@/lib/core/worklist/past-list-retention";
import { listMoments, shownRows } from "@/lib/io/database/past-list-schema";
import type { House } from "@/lib/services/house";
import { type Caller, verb } from "@/lib/services/verb";

const OPERATOR: Caller = { system: "retention" };
/** Removed in one transaction: between two of them lists are read. */
const MOMENTS = 500;
const ROWS = 5_000;

/** What one round removed. */
export interface Expired {
  readonly moments: number;
  readonly rows: number;
}

/**
 * Removes some of the lists that were handed out in months which ended more than so many days ago, oldest first: the
 * lists, and once none of them is left, the rows that were written down in those months. Nothing else may remove any of
 * it: the database refuses it unless told the day, and refuses what is younger whatever it is told.
 */
export const expirePastLists = verb({
  name: "expire-past-lists",
  input: z.object({ days: z.number().int().min(LEAST_DAYS) }),
  about: () => ({}),
  wards: async () => [],
  run: async ({ tx, now }, { days }) => {
    const before = expiresBefore(now, days);
    await tx.execute(sql`select set_config('wardlight.lists_expire_before', ${before.toISOString()}, true)`);
    const oldest = tx
      .select({ seq: listMoments.seq })
      .from(listMoments)
      .where(lt(listMoments.at, before))
      .orderBy(asc(listMoments.at))
      .limit(MOMENTS);
    const moments = await tx
      .delete(listMoments)
      .where(inArray(listMoments.seq, oldest))
      .returning({ seq: listMoments.seq });
    const first = tx.select({ id: shownRows.id }).from(shownRows).where(lt(shownRows.at, before)).limit(ROWS);
    const rows =
      moments.length > 0
        ? []
        : await tx.delete(shownRows).where(inArray(shownRows.id, first)).returning({ id: shownRows.id });
    const output: Expired = { moments: moments.length, rows: rows.length };
    return { output, audit: { target: {}, detail: { ...output, days, before: before.toISOString() } } };
  },
});

/** Whether anything is old enough to go. */
async function isAnyExpired({ database, clock }: House, days: number): Promise<boolean> {
  const before = expiresBefore(clock.now(), days);
  return database.transaction(async (tx) => {
    const [moment] = await tx
      .select({ at: listMoments.at })
      .from(listMoments)
      .where(lt(listMoments.at, before))
      .limit(1);
    const [row] = await tx.select({ at: shownRows.at }).from(shownRows).where(lt(shownRows.at, before)).limit(1);
    return moment !== undefined || row !== undefined;
  });
}

/** Removes everything that is kept no longer. Gives how much it was; writes nothing, also no audit row, where it is nothing. */
export async function expireAllPastLists(house: House, days: number, closing?: AbortSignal): Promise<Expired> {
  let [moments, rows] = [0, 0];
  while (!closing?.aborted && (await isAnyExpired(house, days))) {
    const gone = await expirePastLists(house, OPERATOR, { days });
    moments += gone.moments;
    rows += gone.rows;
    // Another process took them.
    if (gone.moments + gone.rows === 0) break;
  }
  return { moments, rows };
}
