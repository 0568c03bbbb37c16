import { isFault } from "@/lib/core/fault";
import { localDay } from "@/lib/core/worklist/leaving-group";
import { findNewestReport, runMonitoring } from "@/lib/services/run-monitoring";
import type { RunningHouse } from "@/lib/services/running-house";

/** How often it is asked whether a day is over. */
const EVERY_MS = 10 * 60_000;
/** After the start, when readings and trainings that waited have begun. */
const FIRST_MS = 60_000;

/** Whether the serving version was looked at today, here or by another process. */
async function isDue({ database, clock, model, timeZone }: RunningHouse): Promise<boolean> {
  const newest = await database.transaction((tx) => findNewestReport(tx, model.facts.version));
  return newest === null || localDay(newest.at, timeZone) < localDay(clock.now(), timeZone);
}

/** Looks at the serving version once a day, when yesterday is over. */
export function keepMonitoring(house: RunningHouse): { close(): Promise<void> } {
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<void> = Promise.resolve();
  const work = async (): Promise<void> => {
    if (await isDue(house)) await runMonitoring(house, { system: "monitoring" }, {});
  };
  const next = (after: number): void => {
    timer = setTimeout(() => {
      going = work()
        .catch((error: unknown) => {
          if (!closed)
            house.log.warn({ reason: isFault(error) ? error.message : "unexpected" }, "monitoring did not look");
        })
        .finally(() => {
          if (!closed) next(EVERY_MS);
        });
    }, after);
    timer.unref();
  };
  next(FIRST_MS);
  return {
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await going;
    },
  };
}
