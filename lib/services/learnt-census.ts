import { LEARNT_DAYS, type LearntCensus, learnCensus } from "@/lib/core/capacity/learn-census";
import { lengthOfStaySchema } from "@/lib/core/capacity/length-of-stay";
import generated from "@/lib/core/capacity/length-of-stay.generated.json";
import { localDay } from "@/lib/core/worklist/leaving-group";
import type { Transaction } from "@/lib/io/database/database";
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

/** What this hospital's past says, of all its units; learnt at most once an hour in a process, and anew each day. */
export async function learntCensus(house: House, tx: Transaction, now: Date): Promise<LearntCensus> {
  const kept = memory(house);
  const { newest } = kept;
  const day = localDay(now, house.timeZone);
  if (newest?.day === day && Math.abs(now.getTime() - newest.at) < KEEP_MS) return newest.learnt;
  const stays = await findStays(tx, house.timeZone, new Date(now.getTime() - LEARNT_DAYS * DAY_MS));
  const learnt = learnCensus(LENGTH_OF_STAY, stays, day);
  kept.newest = { at: now.getTime(), day, learnt };
  return learnt;
}
