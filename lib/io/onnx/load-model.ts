import { join, resolve } from "node:path";
import { type OpenModel, openModel } from "@/lib/io/onnx/open-model";
import { readManifest, readModelFile } from "@/lib/io/onnx/read-manifest";

export interface LoadedModel extends OpenModel {
  readonly directory: string;
}

async function open(directory: string): Promise<LoadedModel> {
  const manifest = await readManifest(directory);
  const graph = join(directory, manifest.model.file);
  const names = { manifest: join(directory, "manifest.json"), graph };
  const model = await openModel(manifest, new Uint8Array(await readModelFile(graph)), names);
  return {
    ...model,
    directory,
    async close() {
      loaded().delete(directory);
      await model.close();
    },
  };
}

/** One model a directory and process, whichever bundle asks. */
function loaded(): Map<string, Promise<LoadedModel>> {
  const holder = globalThis as { wardlightModels?: Map<string, Promise<LoadedModel>> };
  holder.wardlightModels ??= new Map();
  return holder.wardlightModels;
}

/**
 * Loads a model directory once: checks the manifest, the feature table and the SHA-256, then opens the graph in
 * threads of its own. Throws Fault not-ready with one sentence naming the file.
 */
export function loadModel(path: string): Promise<LoadedModel> {
  const directory = resolve(path);
  const known = loaded().get(directory);
  if (known) return known;
  const opening = open(directory);
  loaded().set(directory, opening);
  opening.catch(() => loaded().delete(directory));
  return opening;
}
