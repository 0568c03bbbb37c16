import { availableParallelism } from "node:os";
import type { RetrainedBag, RetrainingRun } from "@/lib/core/retraining/retrain-bag";
import type { RetrainBags } from "@/lib/core/retraining/retrain-ensemble";
import { startWorker } from "@/lib/io/start-worker";
import { runTasks } from "@/lib/io/training/worker-tasks";

/**
 * Retrains bags in worker threads, of low priority unless told otherwise, one bag a thread at a time. Which thread learns a bag changes
 * nothing. `close` ends the threads.
 */
export function startRetrainWorkers(
  run: RetrainingRun,
  { threads = availableParallelism(), yields = true }: { readonly threads?: number; readonly yields?: boolean } = {},
): { readonly bags: RetrainBags; close(): void } {
  const count = Math.max(1, Math.min(threads, run.settings.bags));
  const workers = Array.from({ length: count }, () => startWorker("retrain-bag", { workerData: { run, yields } }));
  return {
    bags: (tasks) => runTasks<RetrainedBag>(workers, tasks),
    close: () => {
      for (const worker of workers) void worker.terminate();
    },
  };
}
