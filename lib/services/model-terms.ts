import { join } from "node:path";
import type { ManifestTerm } from "@/lib/core/model/manifest";
import { readManifest } from "@/lib/io/onnx/read-manifest";
import { runningHouse } from "@/lib/services/running-house";

const known = new Map<string, Promise<readonly ManifestTerm[]>>();

async function readTerms(task: string, version: string): Promise<readonly ManifestTerm[]> {
  const { environment, log } = runningHouse();
  try {
    return (await readManifest(join(environment.root, "models", task, version))).terms;
  } catch (error) {
    // Without its curves a prediction still stands; the log says why they are missing.
    log.warn({ err: error, task, version }, "the model's curves could not be read");
    return [];
  }
}

/** The curves of the very version that made a prediction; empty where they are not on this machine. No patient data. */
export function modelTerms(task: string, version: string): Promise<readonly ManifestTerm[]> {
  if (!/^[a-z-]+$/.test(task) || !/^\d+\.\d+\.\d+$/.test(version)) return Promise.resolve([]);
  const key = `${task} ${version}`;
  const found = known.get(key) ?? readTerms(task, version);
  known.set(key, found);
  return found;
}
