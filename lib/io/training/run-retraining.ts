import { Fault } from "@/lib/core/fault";
import { awaitOutside, makeNativeLatch } from "@/lib/io/native-latch";
import { startWorker } from "@/lib/io/start-worker";
import type {
  RetrainingOrder,
  RetrainingResult,
  RetrainingSaid,
  RetrainingThreadData,
} from "@/lib/io/training/retraining-messages";

export interface OpenRetraining {
  /** null where `cancel` was called first. Throws Fault bad-input where the stays do not allow it. */
  readonly result: Promise<RetrainingResult | null>;
  /** Ends the thread and those it started, at once, or as soon as the ONNX runtime has done what it was asked for. */
  cancel(): void;
}

/** Retrains in a thread of its own, of low priority, and says on the way how far it is. */
export function runRetraining(
  order: RetrainingOrder,
  hear: (said: { readonly share: number; readonly line: string }) => void,
): OpenRetraining {
  const latch = makeNativeLatch();
  const worker = startWorker("retrain", { workerData: { order, latch } satisfies RetrainingThreadData });
  let cancelled = false;
  const result = new Promise<RetrainingResult | null>((resolve, reject) => {
    worker.on("message", (said: RetrainingSaid) => {
      if (said.kind === "progress") hear(said);
      else if (said.kind === "done") resolve(said.result);
      else reject(new Fault("bad-input", said.sentence));
    });
    worker.once("error", reject);
    worker.once("exit", (code) =>
      cancelled ? resolve(null) : reject(new Error(`The training thread ended with exit code ${code}.`)),
    );
  });
  const cancel = (): void => {
    cancelled = true;
    void awaitOutside(latch).then(() => worker.terminate());
  };
  return { result, cancel };
}
