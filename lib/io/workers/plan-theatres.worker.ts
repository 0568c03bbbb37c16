import { parentPort, workerData } from "node:worker_threads";
import { planTheatres, type TheatrePlanInput } from "@/lib/core/theatres/plan-theatres";

/** Works out a fortnight in theatre, and ends: most of a second of work that pages must not wait for. */
parentPort?.postMessage(planTheatres(workerData as TheatrePlanInput));
