import { availableParallelism } from "node:os";
import type { LearntFeatures, LearntPairs, TrainingRun } from "@/lib/core/training/learn-bag";
import type { BagRunner } from "@/lib/core/training/train-ensemble";
import { startWorker } from "@/lib/io/start-worker";
import { runTasks } from "@/lib/io/training/worker-tasks";

/**
 * Learns bags in worker threads, one bag a thread at a time. Which thread learns a bag changes nothing.
 * `close` ends the threads.
 */
export function startBagWorkers(run: TrainingRun, threads = availableParallelism()): BagRunner & { close(): void } {
  const count = Math.max(1, Math.min(threads, run.settings.bags));
  const workers = Array.from({ length: count }, () => startWorker("train-bag", { workerData: run }));
  const all = <T>(tasks: readonly unknown[]): Promise<T[]> => runTasks<T>(workers, tasks);
  return {
    features: (bags) => all<LearntFeatures>(bags.map((bag) => ({ half: "features", bag }))),
    pairs: (tasks) => all<LearntPairs>(tasks.map((task) => ({ half: "pairs", ...task }))),
    close: () => {
      for (const worker of workers) void worker.terminate();
    },
  };
}
