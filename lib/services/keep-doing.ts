import { isFault } from "@/lib/core/fault";
import type { House } from "@/lib/services/house";

interface Habit {
  /** Once; it looks at the signal where it takes long. */
  readonly work: (closing: AbortSignal) => Promise<unknown>;
  readonly everyMs: number;
  /** Before the first time; as long as between the others where it is left out. */
  readonly firstMs?: number;
  /** What a failure is logged as: it is tried again the next time. */
  readonly failure: string;
}

/** Does something again and again, never twice at once, until it is closed; closing waits for what is under way. */
export function keepDoing(log: House["log"], { work, everyMs, firstMs, failure }: Habit): { close(): Promise<void> } {
  const closing = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let going: Promise<unknown> = Promise.resolve();
  const next = (afterMs: number): void => {
    timer = setTimeout(() => {
      going = work(closing.signal)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) log.warn({ reason: isFault(error) ? error.message : "unexpected" }, failure);
        })
        .finally(() => {
          if (!closing.signal.aborted) next(everyMs);
        });
    }, afterMs);
    timer.unref();
  };
  next(firstMs ?? everyMs);
  return {
    close: async () => {
      closing.abort();
      if (timer !== null) clearTimeout(timer);
      await going;
    },
  };
}
