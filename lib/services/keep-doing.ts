import { isFault } from "@/lib/core/fault";
import type { House } from "@/lib/services/house";

interface Habit {
  /** Once; it looks at the signal where it takes long. */
  readonly work: (closing: AbortSignal) => Promise<unknown>;
  readonly everyMs: number;
  /** Before the first time; as long as between the others where it is left out. */
  readonly firstMs?: number;
  /** Once it is woken, after this: so that what comes together is done in one. */
  readonly wokenMs?: number;
  /** What a failure is logged as: it is tried again the next time. */
  readonly failure: string;
}

/** Something that goes on by itself; `wake` has it done sooner, and once more where it is under way. */
interface Kept {
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

/** Does something again and again, never twice at once, until it is closed; closing waits for what is under way. */
export function keepDoing(log: House["log"], { work, everyMs, firstMs, wokenMs = 0, failure }: Habit): Kept {
  const closing = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<unknown> = Promise.resolve();
  let isWoken = false;
  const next = (afterMs: number): void => {
    timer = setTimeout(() => {
      timer = null;
      isWoken = false;
      going = work(closing.signal)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) log.warn({ reason: isFault(error) ? error.message : "unexpected" }, failure);
        })
        .finally(() => {
          if (!closing.signal.aborted) next(isWoken ? wokenMs : everyMs);
        });
    }, afterMs);
    timer.unref();
  };
  next(firstMs ?? everyMs);
  return {
    wake: () => {
      if (isWoken || closing.signal.aborted) return;
      isWoken = true;
      // One that is under way is followed by another soon.
      if (timer === null) return;
      clearTimeout(timer);
      next(wokenMs);
    },
    close: async () => {
      closing.abort();
      if (timer !== null) clearTimeout(timer);
      await going;
    },
  };
}
