import { createHash } from "node:crypto";
import { Fault } from "@/lib/core/fault";
import { FEATURES } from "@/lib/core/features/feature-table";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import type { Manifest } from "@/lib/core/model/manifest";
import { assertSameGraph } from "@/lib/io/onnx/assert-same-graph";
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

/** A graph that is open, with its manifest. */
export interface OpenModel {
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

/** What the two are called where something is wrong with one of them. */
interface Names {
  readonly manifest: string;
  readonly graph: string;
}

/** A registered version lies in no file: both are named by what it is. */
const namesOf = ({ task, version }: Manifest): Names => ({
  manifest: `The manifest of version ${version} of the ${task} model`,
  graph: `Version ${version} of the ${task} model`,
});

/** Refuses a manifest that was made for another feature table. */
function assertSameFeatures(name: string, manifest: Manifest): void {
  const same =
    manifest.featureTableSha256 === featureTableHash() &&
    manifest.features.length === FEATURES.length &&
    manifest.features.every((feature, index) => feature === FEATURES[index]!.name) &&
    manifest.terms.every((term) =>
      (term.kind === "single" ? [term.feature] : term.features).every((feature) => manifest.features.includes(feature)),
    );
  if (!same)
    throw new Fault(
      "not-ready",
      `${name} was made for other features than this version of Wardlight computes; retrain it.`,
    );
}

const shared = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4));

/**
 * Opens a graph that is at hand, in threads of its own: checks the feature table, the SHA-256 and, where the manifest
 * has terms, that the graph computes them. Throws Fault not-ready in one sentence. Closed by whoever opened it.
 */
export async function openModel(
  manifest: Manifest,
  bytes: Uint8Array,
  names: Names = namesOf(manifest),
): Promise<OpenModel> {
  assertSameFeatures(names.manifest, manifest);
  if (createHash("sha256").update(bytes).digest("hex") !== manifest.model.sha256)
    throw new Fault("not-ready", `${names.graph} is not the file its manifest describes: the SHA-256 differs.`);
  const pool = await openScorePool(names.graph, bytes);
  const score: OpenModel["score"] = async (encoded, views, { withBags = false } = {}) => {
    const rows = views.length;
    const [width, terms, bags] = [FEATURES.length, manifest.terms.length, manifest.bags];
    if (encoded.length !== rows * width) throw new RangeError(`${encoded.length} values for ${rows} rows of ${width}`);
    const features = shared(encoded.length);
    features.set(encoded);
    const viewCodes = new Uint8Array(new SharedArrayBuffer(rows));
    viewCodes.set(views);
    const task = {
      ...{ rows, width, terms, bags, withBags: withBags && bags > 0, features, views: viewCodes },
      probability: shared(rows),
      contributions: shared(rows * terms),
      baseline: shared(terms > 0 ? rows : 0),
      bagLogits: shared(withBags ? rows * bags : 0),
    };
    if (rows > 0) await pool.run(task);
    const { probability, contributions, baseline, bagLogits } = task;
    return { probability, contributions, baseline, bagLogits };
  };
  try {
    if (manifest.terms.length > 0) await assertSameGraph(names.manifest, manifest, score);
  } catch (error) {
    await pool.close();
    throw error;
  }
  return { manifest, score, close: () => pool.close() };
}
