import { dayAfter } from "@/lib/core/monitoring/watch-days";
import type { ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import { durationsByProfile } from "@/lib/core/theatres/recorded-operations";
import type { Transaction } from "@/lib/io/database/database";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";
import { addUp, countAddedOperations, findOperations } from "@/lib/services/recorded-operations";

/** Operations of so many days tell how long they take, and which of them are added. */
const LEARNT_DAYS = 365;
const DAY_MS = 86_400_000;

/** What recorded operations say of those ahead. */
interface TheatrePast {
  /** Minutes by profile id. */
  readonly recorded: ReadonlyMap<string, readonly number[]>;
  /** Operations nobody had planned, by profile id. */
  readonly added: ReadonlyMap<string, number>;
}

const memory = houseMemory("theatre-past", () => ({ newest: null as { key: string; past: TheatrePast } | null }));

interface PastAsked {
  readonly now: Date;
  /** Local day, YYYY-MM-DD. */
  readonly today: string;
  /** When the newest night ran: operations are read from records at night, and so need to be asked for once a night. */
  readonly nightAt: Date | null;
}

/** Durations and what is added, of the last year; up to 20,000 operations, so that they are read once for each night. */
export async function findTheatrePast(
  house: House,
  tx: Transaction,
  profiles: readonly ProcedureProfile[],
  { now, today, nightAt }: PastAsked,
): Promise<TheatrePast> {
  const kept = memory(house);
  const key = JSON.stringify([today, nightAt, profiles.map(({ id, codes }) => [id, codes])]);
  if (kept.newest?.key === key) return kept.newest.past;
  const operations = await findOperations(tx, new Date(now.getTime() - LEARNT_DAYS * DAY_MS));
  const year = { timeZone: house.timeZone, from: dayAfter(today, -LEARNT_DAYS), through: dayAfter(today, -1) };
  const added = await countAddedOperations(tx, profiles, year);
  const past = { recorded: durationsByProfile(operations, profiles), added: addUp(added, "profileId") };
  kept.newest = { key, past };
  return past;
}
