import { localDay } from "@/lib/core/worklist/leaving-group";
import { stays } from "@/lib/io/database/schema";
import { keepDoing } from "@/lib/services/keep-doing";
import { findNewestRun, makeForecasts } from "@/lib/services/make-forecasts";
import type { RunningHouse } from "@/lib/services/running-house";

/** How often it is asked whether a day is over. */
const EVERY_MS = 10 * 60_000;
/** After the start, when monitoring has begun. */
const FIRST_MS = 90_000;

/** Whether there is anybody to count and today's forecasts were not made, here or by another process. */
async function isDue({ database, clock, timeZone }: RunningHouse): Promise<boolean> {
  return database.transaction(async (tx) => {
    const newest = await findNewestRun(tx);
    if (newest !== null) return newest.madeOn < localDay(clock.now(), timeZone);
    return (await tx.select({ id: stays.id }).from(stays).limit(1)).length > 0;
  });
}

/** Makes forecasts once a day, when yesterday is over. */
export function keepForecasts(house: RunningHouse): { close(): Promise<void> } {
  return keepDoing(house.log, {
    work: async () => {
      if (await isDue(house)) await makeForecasts(house, { system: "forecasts" }, {});
    },
    firstMs: FIRST_MS,
    everyMs: EVERY_MS,
    failure: "forecasts were not made",
  });
}
