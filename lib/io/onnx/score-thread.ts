import { Fault } from "@/lib/core/fault";
import type { ScoreReply, ScoreTask } from "@/lib/io/onnx/session";
import { startWorker } from "@/lib/io/start-worker";

/** Closing waits no longer than this for a task: a graph made elsewhere may never end. */
const LONGEST_TASK_MS = 10_000;

/** One thread with the model open in it. */
export interface ScoreThread {
  /** Tasks under way. */
  readonly busy: () => number;
  /** Whether the thread has ended and can take no more tasks. */
  readonly isGone: () => boolean;
  readonly run: (task: Omit<ScoreTask, "id">) => Promise<void>;
  /** Takes no more tasks, and ends the thread when those under way are done. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a thread and resolves once the graph was opened there. Throws Fault not-ready naming the file.
 * @param path named in what goes wrong
 */
export async function startScoreThread(path: string, bytes: Uint8Array): Promise<ScoreThread> {
  const worker = startWorker("score", { workerData: { bytes } });
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  const underWay = new Set<Promise<void>>();
  let lastId = 0;
  let gone: Fault | null = null;
  const settle = (id: number, failure: string | undefined): void => {
    const asked = waiting.get(id);
    waiting.delete(id);
    // A thread without work keeps no process alive.
    if (waiting.size === 0) worker.unref();
    if (failure === undefined) asked?.resolve();
    else asked?.reject(new Fault("not-ready", `${path} could not be used as an ONNX model: ${failure}`));
  };
  const lose = (reason: string): void => {
    gone ??= new Fault("not-ready", `The thread that scores with ${path} ended: ${reason}.`);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  worker.on("message", ({ id, failure }: ScoreReply) => settle(id, failure));
  worker.on("error", (error) => lose(error.message));
  worker.on("exit", (code) => lose(`exit ${code}`));
  const answerTo = (id: number, send: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      if (gone) return reject(gone);
      worker.ref();
      waiting.set(id, { resolve, reject });
      send();
    });
  try {
    await answerTo(0, () => {});
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    busy: () => waiting.size,
    isGone: () => gone !== null,
    run: (task) => {
      const id = ++lastId;
      const answer = answerTo(id, () => worker.postMessage({ id, ...task } satisfies ScoreTask));
      underWay.add(answer);
      const over = (): boolean => underWay.delete(answer);
      answer.then(over, over);
      return answer;
    },
    close: async () => {
      const inTime = new Promise<void>((done) => setTimeout(done, LONGEST_TASK_MS).unref());
      const ended = new Fault("not-ready", `The thread that scores with ${path} ended: it was closed.`);
      const tasks = Promise.allSettled(underWay);
      gone ??= ended;
      // Ended while the runtime works for it, a thread would take the process with it (see `NativeLatch`).
      await Promise.race([tasks, inTime]);
      await worker.terminate();
    },
  };
}
