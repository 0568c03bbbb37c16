import { parentPort, workerData } from "node:worker_threads";
import { type RetrainingRun, retrainBag } from "@/lib/core/retraining/retrain-bag";
import type { RetrainTask } from "@/lib/core/retraining/retrain-ensemble";
import { yieldToOthers } from "@/lib/io/training/yield-to-others";

/** Learns bags of one retraining; its columns lie in shared memory. */
const { run, yields } = workerData as { readonly run: RetrainingRun; readonly yields: boolean };
if (yields) yieldToOthers();

parentPort?.on("message", ({ bag, strength }: RetrainTask) => {
  parentPort?.postMessage(retrainBag(run, bag, strength));
});
