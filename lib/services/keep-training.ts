import { isFault } from "@/lib/core/fault";
import { runDueTraining } from "@/lib/services/run-training";
import type { RunningHouse } from "@/lib/services/running-house";
import { freeTasks } from "@/lib/services/tasks";

/** A training that was asked for begins within this. */
const EVERY_MS = 2_000;

/** Runs trainings that were asked for, one at a time; one that a stopped process left is begun again. */
export function keepTraining(house: RunningHouse): { close(): Promise<void> } {
  const { log, database } = house;
  const closing = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<void> = Promise.resolve();

  const work = async (): Promise<void> => {
    while (!closing.signal.aborted && (await runDueTraining(house, closing.signal)));
  };
  const next = (): void => {
    timer = setTimeout(() => {
      going = work()
        .catch((error: unknown) => {
          if (!closing.signal.aborted)
            log.warn({ reason: isFault(error) ? error.message : "unexpected" }, "trainings could not be looked for");
        })
        .finally(() => {
          if (!closing.signal.aborted) next();
        });
    }, EVERY_MS);
    timer.unref();
  };
  // On a database of this process alone nobody else can be at one: no need to wait until its lease is over.
  const free =
    database.kind === "server" ? Promise.resolve() : database.transaction((tx) => freeTasks(tx, "train-model"));
  free.catch(() => log.warn("an interrupted training waits until its lease is over")).finally(next);
  return {
    close: async () => {
      closing.abort();
      if (timer !== null) clearTimeout(timer);
      await going;
    },
  };
}
