import { VIEWS } from "@/lib/core/features/feature-spec";
import type { Pool } from "@/lib/core/monitoring/simulated-feed";
import { type Drift, simulateStays } from "@/lib/core/retraining/simulated-world";
import type { loadModel } from "@/lib/io/onnx/load-model";

export const POOL = 40_000;

/** Simulated stays with what the model says of each at discharge. */
export async function makePool(
  model: Awaited<ReturnType<typeof loadModel>>,
  seed: string,
  drift: Drift,
): Promise<Pool> {
  const stays = simulateStays(POOL, seed, drift);
  const { probability } = await model.score(stays.encoded, new Uint8Array(POOL).fill(VIEWS.length - 1));
  return { stays, predicted: Float64Array.from(probability) };
}

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? Number.NaN;
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
