import { sql } from "drizzle-orm";
import { isFault } from "@/lib/core/fault";
import type { RunningHouse } from "@/lib/services/running-house";
import { CHANGES_THAT_COUNT, sweepAlerts } from "@/lib/services/sweep-alerts";

/** At least so long between two looks, so that a reading is looked through in one. */
const SPACING_MS = 2_000;
/** It is looked this often whether something woke or not: quiet hours end and patients' leaving draws near by themselves. */
const EVERY_MS = 20_000;
/** Rules about time, and what they raised, are gone through this often where nothing else happens. */
const CLOCK_EVERY_MS = 5 * 60_000;

/** Whether there is anything to look at; a look that finds nothing would still be a row of the audit. */
async function isDue({ database, clock }: RunningHouse, sinceLast: number): Promise<boolean> {
  const now = clock.now().toISOString();
  const kinds = sql.param([...CHANGES_THAT_COUNT]);
  const isTime = sinceLast >= CLOCK_EVERY_MS;
  const { rows } = await database.transaction((tx) =>
    tx.execute<{ due: boolean }>(sql`
      select exists (select from alert_rules) and (
        ${isTime}::boolean
        or exists (select from alerts where ended_at is null and due_at <= ${now}::timestamptz)
        or exists (
          select from changes where kind = any(${kinds}::text[])
            and seq > coalesce((select seq from alert_progress where id = 1), 0))) as due`),
  );
  return rows[0]?.due === true;
}

/** Looks for what rules find, soon after something changed and by the clock; whichever process comes first does it. */
export function keepAlerts(house: RunningHouse): { close(): Promise<void> } {
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<void> = Promise.resolve();
  let lastAt = 0;
  let isWoken = false;

  const work = async (): Promise<void> => {
    if (!(await isDue(house, Date.now() - lastAt))) return;
    lastAt = Date.now();
    while (!closed && (await sweepAlerts(house, { system: "alerts" }, {})).isMore);
  };
  const next = (after: number): void => {
    timer = setTimeout(() => {
      timer = null;
      isWoken = false;
      going = work()
        .catch((error: unknown) => {
          if (!closed)
            house.log.warn({ reason: isFault(error) ? error.message : "unexpected" }, "alerts not looked at");
        })
        .finally(() => {
          if (!closed) next(isWoken ? SPACING_MS : EVERY_MS);
        });
    }, after);
    timer.unref();
  };
  const wake = (): void => {
    if (isWoken || closed) return;
    isWoken = true;
    // One that is under way is followed by another soon.
    if (timer === null) return;
    clearTimeout(timer);
    next(SPACING_MS);
  };
  const stop = house.changeFeed.follow(wake);
  next(SPACING_MS);
  return {
    close: async () => {
      closed = true;
      stop();
      if (timer !== null) clearTimeout(timer);
      await going;
    },
  };
}
