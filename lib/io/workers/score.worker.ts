import { parentPort, workerData } from "node:worker_threads";
import { describeModelFailure, openSession, type ScoreReply, type ScoreTask, scoreRows } from "@/lib/io/onnx/session";

/** Scores batches away from the event loop; one session a thread. */
const { bytes } = workerData as { readonly bytes: Uint8Array };

const opening = openSession(bytes);
opening.then(
  () => parentPort?.postMessage({ id: 0 } satisfies ScoreReply),
  (error) => parentPort?.postMessage({ id: 0, failure: describeModelFailure(error) } satisfies ScoreReply),
);

parentPort?.on("message", async (task: ScoreTask) => {
  try {
    await scoreRows(await opening, task);
    parentPort?.postMessage({ id: task.id } satisfies ScoreReply);
  } catch (error) {
    parentPort?.postMessage({ id: task.id, failure: describeModelFailure(error) } satisfies ScoreReply);
  }
});
