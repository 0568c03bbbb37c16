import { parentPort, workerData } from "node:worker_threads";
import type { GateInput } from "@/lib/core/gates/gate-input";
import { judgeCandidate } from "@/lib/core/gates/judge-candidate";

/** Judges one candidate and ends: half a thousand resamples are seconds of work that pages must not wait for. */
parentPort?.postMessage(judgeCandidate(workerData as GateInput));
