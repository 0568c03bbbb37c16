import { expireAllPastLists } from "@/lib/services/expire-past-lists";
import { keepDoing } from "@/lib/services/keep-doing";
import type { RunningHouse } from "@/lib/services/running-house";

/** Soon after the start, so that a server that is restarted every night does it too; and then daily. */
const FIRST_MS = 5 * 60_000;
const EVERY_MS = 24 * 60 * 60_000;

/** Removes past lists that are kept no longer, where a time was set (`WARDLIGHT_PAST_LIST_DAYS`). */
export function keepPastLists(house: RunningHouse): { close(): Promise<void> } {
  const { log, environment } = house;
  const { pastListDays } = environment;
  if (pastListDays === null) return { close: async () => {} };
  return keepDoing(log, {
    work: async (closing) => {
      const gone = await expireAllPastLists(house, pastListDays, closing);
      if (gone.moments + gone.rows > 0) log.info("past lists that are kept no longer were removed");
    },
    firstMs: FIRST_MS,
    everyMs: EVERY_MS,
    failure: "past lists could not be removed",
  });
}
