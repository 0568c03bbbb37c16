import { and, eq } from "drizzle-orm";
import { LEARNT_DAYS, type LearntCensus, type ToLearn } from "@/lib/core/capacity/learn-census";
import { lengthOfStaySchema } from "@/lib/core/capacity/length-of-stay";
import generated from "@/lib/core/capacity/length-of-stay.generated.json";
import { WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { toKeptArrivals } from "@/lib/core/demand/make-night";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Transaction } from "@/lib/io/database/database";
import { demandForecasts } from "@/lib/io/database/demand-schema";
import { runLearnCensus } from "@/lib/io/run-learn-census";
import { findStays } from "@/lib/services/census-sources";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";

export const LENGTH_OF_STAY = lengthOfStaySchema.parse(generated);

const DAY_MS = 86_400_000;
/** Learnt anew after this: what an hour adds changes little. */
const KEEP_MS = 60 * 60_000;

interface Kept {
  readonly at: number;
  readonly day: string;
  readonly learnt: LearntCensus;
}
const memory = houseMemory("learnt-census", () => ({ newest: null as Kept | null }));

/** The night's forecast of unscheduled admissions, where one was kept of today. */
async function findKept(tx: Transaction, today: string): Promise<ToLearn["kept"]> {
  const { kind, wardId, madeOn, days, historyDays } = demandForecasts;
  const [kept] = await tx
    .select({ days, historyDays })
    .from(demandForecasts)
    .where(and(eq(kind, "unscheduled-admissions"), eq(wardId, WHOLE_HOSPITAL), eq(madeOn, today)));
  return kept ? toKeptArrivals(kept) : null;
}

/** What this hospital's past says, of all its units; learnt at most once an hour in a process, and anew each day. */
export async function learntCensus(house: House, tx: Transaction, now: Date): Promise<LearntCensus> {
  const kept = memory(house);
  const { newest } = kept;
  const day = localDay(now, house.timeZone);
  if (newest?.day === day && Math.abs(now.getTime() - newest.at) < KEEP_MS) return newest.learnt;
  const stays = await findStays(tx, house.timeZone, new Date(now.getTime() - LEARNT_DAYS * DAY_MS));
  const learnt = await runLearnCensus({ model: LENGTH_OF_STAY, stays, today: day, kept: await findKept(tx, day) });
  kept.newest = { at: now.getTime(), day, learnt };
  return learnt;
}
