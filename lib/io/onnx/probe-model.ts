import { NOT_RECORDED } from "@/lib/core/features/feature-spec";
import type { ModelTask } from "@/lib/core/model/model-task";
import { openSession, scoreRows } from "@/lib/io/onnx/session";
import { type GraphShape, TASK_CONTRACTS } from "@/lib/io/onnx/task-contract";

/** What a model that runs can still do wrong. */
export const RUN_PROBLEMS = {
  "does-not-run": "it cannot be run",
  "wrong-results": "it does not give one result for each stay",
  "not-a-probability": "it gives something that is no probability",
  "does-not-add-up": "its contributions do not add up to its probability",
  "not-repeatable": "it answers differently when asked the same again, or beside other stays",
  "too-slow": "it needs more than a second for 1,000 stays",
} as const;
export type RunProblem = keyof typeof RUN_PROBLEMS;

/** Stays asked about; every level of every feature and both kinds of missing come up among them. */
const PROBES = 1_000;
const SLOWEST_MS = 1_000;

/** mulberry32: the same probes each time. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Made-up stays: nothing recorded, everything at its largest, and anything between. */
function makeProbes(task: ModelTask): { readonly features: Float32Array; readonly views: Uint8Array } {
  const { features: table, views: viewCount, mask } = TASK_CONTRACTS[task];
  const width = table.length;
  const random = chance(20_260_310);
  const features = new Float32Array(PROBES * width);
  const views = Uint8Array.from({ length: PROBES }, (_, row) => row % viewCount);
  for (let row = 0; row < PROBES; row++) {
    const encoded = Float32Array.from(table, (spec) => {
      const largest = spec.kind === "numeric" ? spec.maximum : spec.levels.length - 1;
      if (row < viewCount) return NOT_RECORDED;
      if (row < 2 * viewCount) return largest;
      if (random() < 0.1) return NOT_RECORDED;
      const step = spec.kind === "numeric" ? (spec.step ?? 1) : 1;
      return Math.floor((random() * (largest + 1)) / step) * step;
    });
    features.set(mask(encoded, views[row]!), row * width);
  }
  return { features, views };
}

const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4;

/** Runs a model on made-up stays and says what is wrong with its answers; null where nothing is. */
export async function probeModel(
  bytes: Uint8Array,
  { terms, bags, task: of = "readmission" }: GraphShape,
): Promise<RunProblem | null> {
  const { features, views } = makeProbes(of);
  const width = TASK_CONTRACTS[of].features.length;
  const ask = async (model: Awaited<ReturnType<typeof openSession>>, from: number, rows: number) => {
    const task = {
      ...{ id: 1, rows, width, terms, bags, withBags: bags > 0 },
      features: features.slice(from * width, (from + rows) * width),
      views: views.slice(from, from + rows),
      probability: new Float32Array(rows),
      contributions: new Float32Array(rows * terms),
      baseline: new Float32Array(terms > 0 ? rows : 0),
      bagLogits: new Float32Array(bags > 0 ? rows * bags : 0),
    };
    await scoreRows(model, task);
    return task;
  };
  let model: Awaited<ReturnType<typeof openSession>>;
  try {
    model = await openSession(bytes);
    await ask(model, 0, 3);
  } catch (error) {
    // The session's own word for a result of another width.
    return error instanceof Error && / a stay where its manifest has /.test(error.message)
      ? "wrong-results"
      : "does-not-run";
  }
  try {
    const begun = performance.now();
    const all = await ask(model, 0, PROBES);
    const ms = performance.now() - begun;
    if (!all.probability.every((value) => value >= 0 && value <= 1)) return "not-a-probability";
    for (let row = 0; terms > 0 && row < PROBES; row++) {
      let logOdds = all.baseline[row]!;
      for (let term = 0; term < terms; term++) logOdds += all.contributions[row * terms + term]!;
      if (!isNear(1 / (1 + Math.exp(-logOdds)), all.probability[row]!)) return "does-not-add-up";
    }
    for (const [from, rows] of [
      [0, PROBES],
      [7, 1],
      [400, 13],
    ] as const) {
      const again = await ask(model, from, rows);
      if (!again.probability.every((value, at) => isNear(value, all.probability[from + at]!))) return "not-repeatable";
    }
    return ms > SLOWEST_MS ? "too-slow" : null;
  } catch {
    return "wrong-results";
  }
}
