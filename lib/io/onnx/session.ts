import type * as Ort from "onnxruntime-node";
import { VIEWS } from "@/lib/core/features/feature-spec";

/** What a worker is asked: rows in shared memory, results written into shared memory. */
export interface ScoreTask {
  readonly id: number;
  readonly rows: number;
  readonly width: number;
  readonly terms: number;
  readonly bags: number;
  /** Whether bag logits are wanted; they cost about as much again. */
  readonly withBags: boolean;
  readonly features: Float32Array;
  readonly views: Uint8Array;
  readonly probability: Float32Array;
  readonly contributions: Float32Array;
  readonly baseline: Float32Array;
  readonly bagLogits: Float32Array;
}

export interface ScoreReply {
  readonly id: number;
  readonly failure?: string;
}

export interface ModelSession {
  readonly ort: typeof Ort;
  readonly session: Ort.InferenceSession;
}

/** View indices as the graph reads them; BigInt(…) a row would cost more than a tree. */
const VIEW_CODES = VIEWS.map((_, view) => BigInt(view));

/** Rows per inference: results of this many still lie in the processor's cache when they are copied out. */
const CHUNK_ROWS = 4_096;

/** Opens an ONNX model from its bytes for one thread: parallel work is parted before it gets here. Telemetry is off before the runtime is loaded. */
export async function openSession(bytes: Uint8Array): Promise<ModelSession> {
  process.env.ORT_DISABLE_TELEMETRY = "1";
  const ort = await import("onnxruntime-node");
  const session = await ort.InferenceSession.create(bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    logSeverityLevel: 4,
  });
  return { ort, session };
}

/** Scores a task chunk by chunk into its own arrays. */
export async function scoreRows({ ort, session }: ModelSession, task: ScoreTask): Promise<void> {
  for (let start = 0; start < task.rows; start += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, task.rows - start);
    const views = new BigInt64Array(rows);
    for (let row = 0; row < rows; row++) views[row] = VIEW_CODES[task.views[start + row]!]!;
    // The runtime does not read shared memory: slice copies a chunk out of it.
    const features = task.features.slice(start * task.width, (start + rows) * task.width);
    const offered = {
      features: new ort.Tensor("float32", features, [rows, task.width]),
      view: new ort.Tensor("int64", views, [rows]),
      withBags: new ort.Tensor("bool", Uint8Array.of(task.withBags ? 1 : 0), [1]),
    };
    // A model made elsewhere may do without the view and without bags (docs/model-contract.md).
    const feeds = Object.fromEntries(Object.entries(offered).filter(([name]) => session.inputNames.includes(name)));
    const results = await session.run(feeds);
    /** A graph of another width would smear one stay's numbers over the next one's. */
    const take = (name: string, into: Float32Array, width: number): void => {
      const found = results[name]?.data as Float32Array | undefined;
      if (found?.length !== rows * width) {
        throw new Error(`it gives ${(found?.length ?? 0) / rows} ${name} a stay where its manifest has ${width}.`);
      }
      into.set(found, start * width);
    };
    take("probability", task.probability, 1);
    if (task.terms > 0) {
      take("contributions", task.contributions, task.terms);
      take("baseline", task.baseline, 1);
    }
    if (task.withBags) take("bagLogits", task.bagLogits, task.bags);
  }
}

/** The runtime's reason, first line only. */
export function describeModelFailure(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "unknown";
}
