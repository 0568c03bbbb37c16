import { isFault } from "@/lib/core/fault";
import { expireAllPastLists } from "@/lib/services/expire-past-lists";
import type { RunningHouse } from "@/lib/services/running-house";

/** Soon after the start, so that a server that is restarted every night does it too; and then daily. */
const FIRST_MS = 5 * 60_000;
const EVERY_MS = 24 * 60 * 60_000;

/** Removes past lists that are kept no longer, where a time was set (`WARDLIGHT_PAST_LIST_DAYS`). */
export function keepPastLists(house: RunningHouse): { close(): Promise<void> } {
  const { log, environment } = house;
  const { pastListDays } = environment;
  const closing = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<void> = Promise.resolve();

  const work = async (days: number): Promise<void> => {
    const gone = await expireAllPastLists(house, days, closing.signal);
    if (gone.moments + gone.rows > 0) log.info("past lists that are kept no longer were removed");
  };
  const next = (days: number, afterMs: number): void => {
    timer = setTimeout(() => {
      going = work(days)
        .catch((error: unknown) => {
          if (!closing.signal.aborted)
            log.warn({ reason: isFault(error) ? error.message : "unexpected" }, "past lists could not be removed");
        })
        .finally(() => {
          if (!closing.signal.aborted) next(days, EVERY_MS);
        });
    }, afterMs);
    timer.unref();
  };
  if (pastListDays !== null) next(pastListDays, FIRST_MS);
  return {
    close: async () => {
      closing.abort();
      if (timer !== null) clearTimeout(timer);
      await going;
    },
  };
}
