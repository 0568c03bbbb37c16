import { parentPort, workerData } from "node:worker_threads";
import { localValidation } from "@/lib/core/validation/local-validation";
import type { ValidationInput } from "@/lib/core/validation/validation-input";

/** Works out one local validation and ends: half a thousand resamples are seconds of work that pages must not wait for. */
parentPort?.postMessage(localValidation(workerData as ValidationInput));
