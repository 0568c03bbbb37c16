import { parentPort, workerData } from "node:worker_threads";
import { type DemandInput, forecastDemand } from "@/lib/core/demand/forecast-demand";

/** Makes a night's forecasts and ends: half a minute of work that pages must not wait for. */
parentPort?.postMessage(forecastDemand(workerData as DemandInput));
