import { parentPort, workerData } from "node:worker_threads";
import { type LearntFeatures, learnFeatures, learnPairs, type TrainingRun } from "@/lib/core/training/learn-bag";

/** Learns bags of one training run; its columns lie in shared memory. */
const run = workerData as TrainingRun;

type Task =
  | { readonly half: "features"; readonly bag: number }
  | {
      readonly half: "pairs";
      readonly bag: number;
      readonly learnt: LearntFeatures;
      readonly chosen: readonly number[];
    };

parentPort?.on("message", (task: Task) => {
  parentPort?.postMessage(
    task.half === "features" ? learnFeatures(run, task.bag) : learnPairs(run, task.bag, task.learnt, task.chosen),
  );
});
