import { isFault } from "@/lib/core/fault";
import { runFastGuard, runSlowGuard } from "@/lib/services/guard-models";
import { shelfOf } from "@/lib/services/model-shelf";
import type { RunningHouse } from "@/lib/services/running-house";

/** How often it is looked whether something failed, and whether something else serves. */
const EVERY_MS = 2_000;
/** Outcomes mature by the day: soon after the start, so that a server that is restarted every night looks too, then daily. */
const SLOW = { firstMs: 5 * 60_000, everyMs: 24 * 60 * 60_000, againMs: 10 * 60_000 } as const;

/**
 * Keeps this process by what was decided about the model's versions: opens what serves before it is asked for, and rolls
 * back what fails (the fast guard, every two seconds) or what became of its patients speaks against (the slow one, daily).
 */
export function keepModels(house: RunningHouse, slowFirstMs: number = SLOW.firstMs): { close(): Promise<void> } {
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<void> = Promise.resolve();
  let slowDue = Date.now() + slowFirstMs;

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
    if (Date.now() < slowDue) return;
    // Where it fails it is tried again before the day is over.
    slowDue = Date.now() + SLOW.againMs;
    await runSlowGuard(house);
    slowDue = Date.now() + SLOW.everyMs;
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
