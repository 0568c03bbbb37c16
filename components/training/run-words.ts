import type { TrainingRunView } from "@/lib/core/retraining/training-run";

export const STATE_WORDS: Readonly<Record<TrainingRunView["state"], string>> = {
  waiting: "Waiting",
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

export const isUnderWay = ({ state }: Pick<TrainingRunView, "state">): boolean =>
  state === "waiting" || state === "running";
