import { eq, lt } from "drizzle-orm";
import { recallLearning } from "@/lib/core/capacity/kept-learning";
import { type LearntCensus, learnCensus } from "@/lib/core/capacity/learn-census";
import { lengthOfStaySchema } from "@/lib/core/capacity/length-of-stay";
import generated from "@/lib/core/capacity/length-of-stay.generated.json";
import { CENSUS_METHOD } from "@/lib/core/demand/forecast-census-nights";
import { daysBetween, localDay } from "@/lib/core/worklist/leaving-group";
import { censusLearnt } from "@/lib/io/database/capacity-schema";
import type { Transaction } from "@/lib/io/database/database";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";

export const LENGTH_OF_STAY = lengthOfStaySchema.parse(generated);

const WEEK_MS = 7 * 86_400_000;

type Row = typeof censusLearnt.$inferSelect;
const memory = houseMemory("learnt-census", () => ({ newest: null as Row | null }));

const isOurs = eq(censusLearnt.method, CENSUS_METHOD);

/** When it was last learnt, and of which local day; null: never. */
export async function findLearntAt(tx: Transaction): Promise<Pick<Row, "at" | "madeOn"> | null> {
  const { at, madeOn } = censusLearnt;
  const [row] = await tx.select({ at, madeOn }).from(censusLearnt).where(isOurs);
  return row ?? null;
}

/** What this hospital's past last taught, of all its units, and when; before anything was learnt, what is so anywhere. */
export async function findLearnt(
  house: House,
  tx: Transaction,
  now: Date,
): Promise<{ readonly learnt: LearntCensus; readonly learntAt: Date | null }> {
  const kept = memory(house);
  const today = localDay(now, house.timeZone);
  const newest = await findLearntAt(tx);
  // What is kept may be long: it is asked for where it is another.
  if (newest !== null && newest.at.getTime() !== kept.newest?.at.getTime())
    kept.newest = (await tx.select().from(censusLearnt).where(isOurs))[0] ?? null;
  const row = newest === null ? null : kept.newest;
  const learnt = row === null ? null : recallLearning(row.learnt, daysBetween(row.madeOn, today));
  if (row !== null && learnt !== null) return { learnt, learntAt: row.at };
  return {
    learnt: learnCensus({ model: LENGTH_OF_STAY, stays: [], today, kept: null, countFrom: null }),
    learntAt: null,
  };
}

/** Keeps what was learnt in place of what was before; what an older Wardlight learnt goes after a week. */
export async function keepLearnt(tx: Transaction, row: Omit<Row, "method">): Promise<void> {
  await tx.delete(censusLearnt).where(lt(censusLearnt.at, new Date(row.at.getTime() - WEEK_MS)));
  await tx
    .insert(censusLearnt)
    .values({ method: CENSUS_METHOD, ...row })
    .onConflictDoUpdate({ target: censusLearnt.method, set: row });
}
