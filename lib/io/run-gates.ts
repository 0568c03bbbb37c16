import type { GateInput } from "@/lib/core/gates/gate-input";
import type { GateReport } from "@/lib/core/gates/gate-report";
import { startWorker } from "@/lib/io/start-worker";

/** A candidate held against the champion, worked out in a thread of its own. */
export function runGates(input: GateInput): Promise<GateReport> {
  return new Promise((resolve, reject) => {
    const worker = startWorker("judge-candidate", { workerData: input });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The gates ended without an answer.")));
  });
}
