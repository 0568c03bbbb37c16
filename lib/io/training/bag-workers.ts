import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { LearntFeatures, LearntPairs, TrainingRun } from "@/lib/core/training/learn-bag";
import type { BagRunner } from "@/lib/core/training/train-ensemble";
import { startWorker } from "@/lib/io/start-worker";

/** One worker's answer to one task. */
function ask<T>(worker: Worker, task: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (answer: T) => {
      worker.off("error", reject);
      resolve(answer);
    });
    worker.postMessage(task);
  });
}

/**
 * Learns bags in worker threads, one bag a thread at a time. Which thread learns a bag changes nothing.
 * `close` ends the threads.
 */
export function startBagWorkers(run: TrainingRun, threads = availableParallelism()): BagRunner & { close(): void } {
  const count = Math.max(1, Math.min(threads, run.settings.bags));
  const workers = Array.from({ length: count }, () => startWorker("train-bag", { workerData: run }));
  async function all<T>(tasks: readonly unknown[]): Promise<T[]> {
    const answers: T[] = new Array(tasks.length);
    let next = 0;
    await Promise.all(
      workers.map(async (worker) => {
        for (let task = next++; task < tasks.length; task = next++) answers[task] = await ask<T>(worker, tasks[task]);
      }),
    );
    return answers;
  }
  return {
    features: (bags) => all<LearntFeatures>(bags.map((bag) => ({ half: "features", bag }))),
    pairs: (tasks) => all<LearntPairs>(tasks.map((task) => ({ half: "pairs", ...task }))),
    close: () => {
      for (const worker of workers) void worker.terminate();
    },
  };
}
