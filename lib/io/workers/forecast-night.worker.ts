import { parentPort, workerData } from "node:worker_threads";
import { makeNight, type NightInput } from "@/lib/core/demand/make-night";

/** Makes a night's forecasts and ends: half a minute of work that pages must not wait for. */
parentPort?.postMessage(makeNight(workerData as NightInput));
