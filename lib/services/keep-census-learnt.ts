import { localDay } from "@/lib/core/worklist/leaving-group";
import { stays } from "@/lib/io/database/schema";
import { keepDoing } from "@/lib/services/keep-doing";
import { learnCensus } from "@/lib/services/learn-census";
import { findLearntAt } from "@/lib/services/learnt-census";
import { findNewestRun } from "@/lib/services/make-forecasts";
import type { RunningHouse } from "@/lib/services/running-house";

/** What an hour adds changes little. */
const KEEP_MS = 60 * 60_000;
/** How often it is asked whether it is due. */
const EVERY_MS = 60_000;
/** After the start: a first page finds it learnt. */
const FIRST_MS = 1_000;

/** Whether an hour, the day or a night's forecasts have passed since it was learnt, here or by another process. */
async function isDue({ database, clock, timeZone }: RunningHouse): Promise<boolean> {
  const now = clock.now();
  return database.transaction(async (tx) => {
    const last = await findLearntAt(tx);
    if (last === null) return (await tx.select({ id: stays.id }).from(stays).limit(1)).length > 0;
    if (last.madeOn !== localDay(now, timeZone) || Math.abs(now.getTime() - last.at.getTime()) >= KEEP_MS) return true;
    const night = await findNewestRun(tx);
    return night !== null && night.at > last.at;
  });
}

/** Keeps learning what the hospital's past says of its beds: at the start, after each night's forecasts, every hour. */
export function keepCensusLearnt(house: RunningHouse): { close(): Promise<void> } {
  return keepDoing(house.log, {
    work: async () => {
      if (await isDue(house)) await learnCensus(house, { system: "census" }, {});
    },
    firstMs: FIRST_MS,
    everyMs: EVERY_MS,
    failure: "nothing new was learnt of how long patients stay",
  });
}
