import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { Fault } from "@/lib/core/fault";
import type { ScoreReply, ScoreTask } from "@/lib/io/onnx/session";
import { workerFile } from "@/lib/io/worker-file";

const refuse = (sentence: string): Fault => new Fault("not-ready", sentence);

/**
 * Starts a model's thread and resolves once the graph was opened there. Throws Fault not-ready naming the file.
 * @param path named in what goes wrong
 */
export async function startScoreThread(path: string, bytes: Buffer) {
  const worker = new Worker(workerFile("score"), {
    workerData: { bytes: new Uint8Array(bytes), threads: availableParallelism() },
  });
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  worker.on("message", ({ id, failure }: ScoreReply) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) asked?.resolve();
    else asked?.reject(refuse(`${path} could not be used as an ONNX model: ${failure}`));
    if (waiting.size === 0) worker.unref();
  });
  const lose = (reason: string) => {
    for (const { reject } of waiting.values()) reject(refuse(`The thread that scores with ${path} ended: ${reason}.`));
    waiting.clear();
  };
  worker.on("error", (error) => lose(error.message));
  worker.on("exit", (code) => lose(`exit ${code}`));
  const ask = (id: number, send: () => void) =>
    new Promise<void>((resolve, reject) => {
      worker.ref();
      waiting.set(id, { resolve, reject });
      send();
    });
  try {
    await ask(0, () => {});
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return { ask, post: (task: ScoreTask) => worker.postMessage(task), terminate: () => worker.terminate() };
}
