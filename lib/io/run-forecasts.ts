import type { DemandInput, DemandOutput } from "@/lib/core/demand/forecast-demand";
import { startWorker } from "@/lib/io/start-worker";

/** A night's forecasts, made in a thread of its own. */
export function runForecasts(input: DemandInput): Promise<DemandOutput> {
  return new Promise((resolve, reject) => {
    const worker = startWorker("forecast-demand", { workerData: input });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The forecasts ended without an answer.")));
  });
}
