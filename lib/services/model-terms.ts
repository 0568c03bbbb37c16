import { join } from "node:path";
import type { View } from "@/lib/core/features/feature-spec";
import type { Manifest, ManifestTerm } from "@/lib/core/model/manifest";
import { termsInView } from "@/lib/core/model/terms-in-view";
import { readManifest } from "@/lib/io/onnx/read-manifest";
import { runningHouse } from "@/lib/services/running-house";

const known = new Map<string, Promise<Manifest | null>>();

async function findManifest(task: string, version: string): Promise<Manifest | null> {
  const { environment, log } = runningHouse();
  try {
    return await readManifest(join(environment.root, "models", task, version));
  } catch (error) {
    // Without its curves a prediction still stands; the log says why they are missing.
    log.warn({ err: error, task, version }, "the model's curves could not be read");
    return null;
  }
}

/**
 * The curves of the very version that made a prediction, as they act in the view it was made in; empty where they are
 * not on this machine. No patient data.
 */
export async function modelTerms(task: string, version: string, view: View): Promise<readonly ManifestTerm[]> {
  if (!/^[a-z-]+$/.test(task) || !/^\d+\.\d+\.\d+$/.test(version)) return [];
  const key = `${task} ${version}`;
  const found = known.get(key) ?? findManifest(task, version);
  known.set(key, found);
  const manifest = await found;
  return manifest === null ? [] : termsInView(manifest, view);
}
