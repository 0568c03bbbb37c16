import { createHash } from "node:crypto";
import { Fault } from "@/lib/core/fault";
import { FEATURES } from "@/lib/core/features/feature-table";
import { featureTableHash } from "@/lib/core/features/feature-table-hash";
import type { Manifest } from "@/lib/core/model/manifest";
import { assertSameGraph } from "@/lib/io/onnx/assert-same-graph";
import type { LoadedModel } from "@/lib/io/onnx/load-model";
import { openScorePool } from "@/lib/io/onnx/score-pool";

/** A registered model, by its bytes; it lies in no directory. */
type OpenModel = Omit<LoadedModel, "directory">;

const shared = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4));

/**
 * Opens a graph that is at hand, in threads of its own: checks the feature table, the SHA-256 and, where the manifest
 * has terms, that the graph computes them. Throws Fault not-ready in one sentence. Closed by whoever opened it.
 * @param name what it is called where something is wrong with it
 */
export async function openModel(name: string, manifest: Manifest, bytes: Uint8Array): Promise<OpenModel> {
  if (manifest.featureTableSha256 !== featureTableHash())
    throw new Fault("not-ready", `${name} was made for other features than this release of Wardlight computes.`);
  if (createHash("sha256").update(bytes).digest("hex") !== manifest.model.sha256)
    throw new Fault("not-ready", `${name} is not the file its manifest describes: the SHA-256 differs.`);
  const pool = await openScorePool(name, bytes);
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
    if (manifest.terms.length > 0) await assertSameGraph(`The manifest of ${name}`, manifest, score);
  } catch (error) {
    await pool.close();
    throw error;
  }
  return { manifest, score, close: () => pool.close() };
}
