import { availableParallelism } from "node:os";
import { type ScoreThread, startScoreThread } from "@/lib/io/onnx/score-thread";
import type { ScoreTask } from "@/lib/io/onnx/session";

type Task = Omit<ScoreTask, "id">;

/** More threads than this gain little and hold memory. */
const MOST_THREADS = 8;

/** Batches smaller than this are not worth parting. */
const LEAST_ROWS_A_THREAD = 2_000;

/** Rows `from` to `to` of a task, on the same memory. */
function partOf(task: Task, from: number, to: number): Task {
  const cut = (values: Float32Array, width: number) => values.subarray(from * width, to * width);
  return {
    ...task,
    rows: to - from,
    features: cut(task.features, task.width),
    views: task.views.subarray(from, to),
    probability: cut(task.probability, 1),
    contributions: cut(task.contributions, task.terms),
    baseline: cut(task.baseline, 1),
    bagLogits: task.withBags ? cut(task.bagLogits, task.bags) : task.bagLogits,
  };
}

/** One single-threaded session a core: rows are independent, so cores need not wait for each other. */
export interface ScorePool {
  /** Fills a task's results; large batches are parted among the threads. */
  run(task: Task): Promise<void>;
  close(): Promise<void>;
}

/** Opens the model in every thread. A thread that was lost is started again by the next task. */
export async function openScorePool(path: string, bytes: Uint8Array): Promise<ScorePool> {
  const size = Math.max(1, Math.min(MOST_THREADS, availableParallelism()));
  const threads: ScoreThread[] = await Promise.all(Array.from({ length: size }, () => startScoreThread(path, bytes)));
  /** By its place, the thread that is being started instead of a lost one: however many tasks wait for it. */
  const starting = new Map<number, Promise<void>>();
  let closed = false;
  function replace(place: number): Promise<void> {
    const begun =
      starting.get(place) ??
      startScoreThread(path, bytes)
        .then((thread) => {
          threads[place] = thread;
          if (closed) return thread.close();
        })
        .finally(() => starting.delete(place));
    starting.set(place, begun);
    return begun;
  }
  async function leastBusy(): Promise<ScoreThread> {
    const lost = threads.findIndex((thread) => thread.isGone());
    // Where it cannot be started again, as without memory, the others answer as long as there is one.
    if (lost >= 0 && !closed)
      await replace(lost).catch((error: unknown) => {
        if (threads.every((thread) => thread.isGone())) throw error;
      });
    const alive = threads.filter((thread) => !thread.isGone());
    return (alive.length > 0 ? alive : threads).reduce((best, thread) => (thread.busy() < best.busy() ? thread : best));
  }
  return {
    async run(task) {
      const parts = Math.max(1, Math.min(size, Math.floor(task.rows / LEAST_ROWS_A_THREAD)));
      const edge = (part: number) => Math.floor((part * task.rows) / parts);
      const pending: Promise<void>[] = [];
      for (let part = 0; part < parts; part++) {
        const thread = await leastBusy();
        pending.push(thread.run(partOf(task, edge(part), edge(part + 1))));
      }
      await Promise.all(pending);
    },
    async close() {
      closed = true;
      await Promise.allSettled(starting.values());
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
