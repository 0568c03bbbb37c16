import type { ValidationInput } from "@/lib/core/validation/validation-input";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import { startWorker } from "@/lib/io/start-worker";

/** A local validation, worked out in a thread of its own. */
export function runValidation(input: ValidationInput): Promise<LocalValidationReport> {
  return new Promise((resolve, reject) => {
    const worker = startWorker("validate-model", { workerData: input });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("The validation ended without an answer.")));
  });
}
