import { sql } from "drizzle-orm";
import { keepDoing } from "@/lib/services/keep-doing";
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
  let lastAt = 0;
  const looking = keepDoing(house.log, {
    work: async (closing) => {
      if (!(await isDue(house, Date.now() - lastAt))) return;
      lastAt = Date.now();
      while (!closing.aborted && (await sweepAlerts(house, { system: "alerts" }, {})).isMore);
    },
    ...{ everyMs: EVERY_MS, firstMs: SPACING_MS, wokenMs: SPACING_MS },
    failure: "alerts not looked at",
  });
  const stop = house.changeFeed.follow(looking.wake);
  return {
    close: async () => {
      stop();
      await looking.close();
    },
  };
}
