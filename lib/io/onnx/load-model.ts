import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { Fault } from "@/lib/core/fault";
import { FEATURES } from "@/lib/core/features/feature-table";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import type { Manifest } from "@/lib/core/model/manifest";
import { assertSameGraph } from "@/lib/io/onnx/assert-same-graph";
import { readManifest, readModelFile } from "@/lib/io/onnx/read-manifest";
import { openScorePool } from "@/lib/io/onnx/score-pool";

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
   * Scores 1 to any number of rows in worker threads, so that the event loop stays free.
   * @param encoded row-major n × features, masked for its view
   * @param views n indices in VIEWS
   */
  score(encoded: Float32Array, views: Uint8Array, options?: { readonly withBags?: boolean }): Promise<ModelOutput>;
  /** Ends the worker threads. */
  close(): Promise<void>;
}

const refuse = (sentence: string): Fault => new Fault("not-ready", sentence);

/** Refuses a manifest that was made for another feature table. */
function assertSameFeatures(path: string, manifest: Manifest): void {
  const same =
    manifest.featureTableSha256 === featureTableHash() &&
    manifest.features.length === FEATURES.length &&
    manifest.features.every((name, index) => name === FEATURES[index]!.name) &&
    manifest.terms.every((term) =>
      (term.kind === "single" ? [term.feature] : term.features).every((name) => manifest.features.includes(name)),
    );
  if (!same) throw refuse(`${path} was made for other features than this version of Wardlight computes; retrain it.`);
}

const shared = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4));

async function open(directory: string): Promise<LoadedModel> {
  const manifest = await readManifest(directory);
  const manifestPath = join(directory, "manifest.json");
  assertSameFeatures(manifestPath, manifest);
  const modelPath = join(directory, manifest.model.file);
  const bytes = await readModelFile(modelPath);
  if (createHash("sha256").update(bytes).digest("hex") !== manifest.model.sha256) {
    throw refuse(`${modelPath} is not the file its manifest describes: the SHA-256 differs.`);
  }
  const pool = await openScorePool(modelPath, new Uint8Array(bytes));
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
      const viewCodes = new Uint8Array(new SharedArrayBuffer(rows));
      viewCodes.set(views);
      const task = {
        ...{ rows, width, terms, bags, withBags, features, views: viewCodes },
        probability: shared(rows),
        contributions: shared(rows * terms),
        baseline: shared(rows),
        bagLogits: shared(withBags ? rows * bags : 0),
      };
      if (rows > 0) await pool.run(task);
      const { probability, contributions, baseline, bagLogits } = task;
      return { probability, contributions, baseline, bagLogits };
    },
    async close() {
      loaded().delete(directory);
      await pool.close();
    },
  };
  try {
    await assertSameGraph(manifestPath, manifest, model.score);
  } catch (error) {
    await pool.close();
    throw error;
  }
  return model;
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
