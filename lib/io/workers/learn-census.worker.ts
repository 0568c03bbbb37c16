import { parentPort, workerData } from "node:worker_threads";
import { learnCensus, type ToLearn } from "@/lib/core/capacity/learn-census";

/** Learns what a hospital's past says of its beds, and ends: up to a second of work that pages must not wait for. */
parentPort?.postMessage(learnCensus(workerData as ToLearn));
