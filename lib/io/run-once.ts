import { startWorker } from "@/lib/io/start-worker";

/** What a worker thread of its own makes of `input`: one message, and it ends. */
export function runOnce<Output>(name: string, input: unknown): Promise<Output> {
  return new Promise((resolve, reject) => {
    const worker = startWorker(name, { workerData: input });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error(`The worker ${name} ended without an answer.`)));
  });
}
