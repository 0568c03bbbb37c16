import { isFault } from "@/lib/core/fault";
import { runFastGuard, runSlowGuard } from "@/lib/services/guard-models";
import { shelfOf } from "@/lib/services/model-shelf";
import type { RunningHouse } from "@/lib/services/running-house";

/** How often it is looked whether something failed, and whether something else serves. */
const EVERY_MS = 2_000;
/** Outcomes mature by the day. */
const SLOW_EVERY_MS = 24 * 60 * 60_000;

/**
 * Keeps this process by what was decided about the model's versions: opens what serves before it is asked for, and rolls
 * back what fails (the fast guard, every two seconds) or what became of its patients speaks against (the slow one, daily).
 */
export function keepModels(house: RunningHouse): { close(): Promise<void> } {
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<void> = Promise.resolve();
  let lastSlow = Date.now();

  const openAll = (): Promise<void> =>
    house.database.transaction(async (tx) => {
      const shelf = shelfOf(house);
      const plan = await shelf.plan(tx);
      // One that cannot be opened is the champion's to answer for; the guard counts the calls.
      for (const { modelVersion } of [...plan.visible, ...plan.shadows])
        await shelf.open(tx, modelVersion).catch(() => undefined);
    });
  const work = async (): Promise<void> => {
    await openAll();
    await runFastGuard(house);
    if (Date.now() - lastSlow < SLOW_EVERY_MS) return;
    lastSlow = Date.now();
    await runSlowGuard(house);
  };
  const next = (): void => {
    timer = setTimeout(() => {
      going = work()
        .catch((error: unknown) => {
          if (!closed)
            house.log.warn({ reason: isFault(error) ? error.message : "unexpected" }, "models not looked at");
        })
        .finally(() => {
          if (!closed) next();
        });
    }, EVERY_MS);
    timer.unref();
  };
  next();
  return {
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await going;
    },
  };
}
