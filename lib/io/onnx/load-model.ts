import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { Fault } from "@/lib/core/fault";
import { featureTableHash } from "@/lib/core/features/encode";
import { FEATURES } from "@/lib/core/features/feature-table";
import { type Manifest, manifestSchema } from "@/lib/core/model/manifest";
import type { ScoreReply, ScoreTask } from "@/lib/io/onnx/session";
import { workerFile } from "@/lib/io/worker-file";

/** One batch's results; row i of the input is row i here. Log-odds unless said. */
export interface ModelOutput {
  /** n, 0–1 */
  readonly probability: Float32Array;
  /** n × terms */
  readonly contributions: Float32Array;
  /** n */
  readonly baseline: Float32Array;
  /** n × bags; empty unless asked for. How far retraining would move the number. */
  readonly bagLogits: Float32Array;
}

export interface LoadedModel {
  readonly directory: string;
  readonly manifest: Manifest;
  /**
   * Scores 1 to any number of rows in a worker thread, so that the event loop stays free.
   * @param encoded row-major n × features, masked for its view
   * @param views n indices in VIEWS
   */
  score(encoded: Float32Array, views: Uint8Array, options?: { readonly withBags?: boolean }): Promise<ModelOutput>;
  /** Ends the worker thread. */
  close(): Promise<void>;
}

const refuse = (sentence: string, cause?: unknown): Fault => new Fault("not-ready", sentence, { cause });

async function readModelFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw refuse(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown"}).`, cause);
  }
}

function parseManifest(path: string, bytes: Buffer): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw refuse(`${path} is not JSON.`, cause);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(`${path} is not a manifest this version reads: ${issue?.path.join(".") || "it"}: ${issue?.message}.`);
}

/** Refuses a manifest that was made for another feature table. */
function assertSameFeatures(path: string, manifest: Manifest): void {
  const same =
    manifest.featureTableSha256 === featureTableHash() &&
    manifest.features.length === FEATURES.length &&
    manifest.features.every((name, index) => name === FEATURES[index]!.name);
  if (!same) throw refuse(`${path} was made for other features than this version of Wardlight computes; retrain it.`);
}

const shared = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4));

/** Starts a model's thread and resolves once the graph was opened there. */
async function startWorker(path: string, bytes: Buffer) {
  const worker = new Worker(workerFile("score"), {
    workerData: { bytes: new Uint8Array(bytes), threads: availableParallelism() },
  });
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  worker.on("message", ({ id, failure }: ScoreReply) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (failure === undefined) asked?.resolve();
    else asked?.reject(refuse(`${path} could not be used as an ONNX model: ${failure}`));
    if (waiting.size === 0) worker.unref();
  });
  const lose = (reason: string) => {
    for (const { reject } of waiting.values()) reject(refuse(`The thread that scores with ${path} ended: ${reason}.`));
    waiting.clear();
  };
  worker.on("error", (error) => lose(error.message));
  worker.on("exit", (code) => lose(`exit ${code}`));
  const ask = (id: number, send: () => void) =>
    new Promise<void>((resolve, reject) => {
      worker.ref();
      waiting.set(id, { resolve, reject });
      send();
    });
  try {
    await ask(0, () => {});
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return { ask, post: (task: ScoreTask) => worker.postMessage(task), terminate: () => worker.terminate() };
}

async function open(directory: string): Promise<LoadedModel> {
  const manifestPath = join(directory, "manifest.json");
  const manifest = parseManifest(manifestPath, await readModelFile(manifestPath));
  assertSameFeatures(manifestPath, manifest);
  const modelPath = join(directory, manifest.model.file);
  const bytes = await readModelFile(modelPath);
  if (createHash("sha256").update(bytes).digest("hex") !== manifest.model.sha256) {
    throw refuse(`${modelPath} is not the file its manifest describes: the SHA-256 differs.`);
  }
  const worker = await startWorker(modelPath, bytes);
  let lastId = 0;
  const model: LoadedModel = {
    directory,
    manifest,
    async score(encoded, views, { withBags = false } = {}) {
      const rows = views.length;
      const [width, terms, bags] = [FEATURES.length, manifest.terms.length, manifest.bags];
      if (encoded.length !== rows * width)
        throw new RangeError(`${encoded.length} values for ${rows} rows of ${width}`);
      const features = shared(encoded.length);
      features.set(encoded);
      const task: ScoreTask = {
        id: ++lastId,
        ...{ rows, width, terms, bags, withBags, features, views: Uint8Array.from(views) },
        probability: shared(rows),
        contributions: shared(rows * terms),
        baseline: shared(rows),
        bagLogits: shared(withBags ? rows * bags : 0),
      };
      if (rows > 0) await worker.ask(task.id, () => worker.post(task));
      const { probability, contributions, baseline, bagLogits } = task;
      return { probability, contributions, baseline, bagLogits };
    },
    async close() {
      loaded().delete(directory);
      await worker.terminate();
    },
  };
  return model;
}

/** One model a directory and process, whichever bundle asks. */
function loaded(): Map<string, Promise<LoadedModel>> {
  const holder = globalThis as { wardlightModels?: Map<string, Promise<LoadedModel>> };
  holder.wardlightModels ??= new Map();
  return holder.wardlightModels;
}

/**
 * Loads a model directory once: checks the manifest, the feature table and the SHA-256, then opens the graph in a
 * thread of its own. Throws Fault not-ready with one sentence naming the file.
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
