import { createHash } from "node:crypto";
import { Fault } from "@/lib/core/fault";
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

/** A graph open in threads of its own. */
export interface OpenGraph {
  /**
   * Scores 1 to any number of rows in worker threads, so that the event loop stays free.
   * @param encoded row-major n × features, masked for its view
   * @param views n indices in VIEWS
   */
  score(encoded: Float32Array, views: Uint8Array, options?: { readonly withBags?: boolean }): Promise<ModelOutput>;
  /** Ends the worker threads. */
  close(): Promise<void>;
}

/** Refuses a graph that is not the one its manifest describes. */
export function assertSameBytes(name: string, bytes: Uint8Array, sha256: string): void {
  if (createHash("sha256").update(bytes).digest("hex") !== sha256)
    throw new Fault("not-ready", `${name} is not the file its manifest describes: the SHA-256 differs.`);
}

const shared = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(length * 4));

/** Opens a graph of so many features, terms and bags. Throws Fault not-ready in one sentence. Closed by whoever opened it. */
export async function openGraph(
  name: string,
  bytes: Uint8Array,
  { width, terms, bags }: { readonly width: number; readonly terms: number; readonly bags: number },
): Promise<OpenGraph> {
  const pool = await openScorePool(name, bytes);
  const score: OpenGraph["score"] = async (encoded, views, { withBags = false } = {}) => {
    const rows = views.length;
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
  return { score, close: () => pool.close() };
}
