import { VIEWS, type View } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { LoadedModel } from "@/lib/io/onnx/load-model";
import { openModel } from "@/lib/io/onnx/open-model";
import type { House } from "@/lib/services/house";
import { findGraph } from "@/lib/services/registry";

const BATCH = 2_000;

/** A registered version, open. */
export type OpenVersion = Pick<LoadedModel, "score">;

/** Feature values as they were kept with a prediction, and what was known then. */
export interface KeptFeatures {
  readonly features: readonly number[];
  readonly view: View;
}

/** A number that is no probability is none. */
const soundOr = (value: number | undefined): number | null =>
  value !== undefined && value >= 0 && value <= 1 ? value : null;

/** What a model says of kept feature values, in order; null where it gives no probability. */
export async function scoreFeatures(model: OpenVersion, rows: readonly KeptFeatures[]): Promise<(number | null)[]> {
  const said: (number | null)[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    const some = rows.slice(from, from + BATCH);
    const encoded = new Float32Array(some.length * FEATURES.length);
    for (const [at, { features }] of some.entries()) encoded.set(features, at * FEATURES.length);
    const { probability } = await model.score(
      encoded,
      Uint8Array.from(some, ({ view }) => VIEWS.indexOf(view)),
    );
    for (let at = 0; at < some.length; at++) said.push(soundOr(probability[at]));
  }
  return said;
}

/** Does something with a registered version, opened for it alone: what serves is not disturbed. */
export async function withVersion<Output>(
  house: House,
  version: string,
  work: (model: OpenVersion) => Promise<Output>,
): Promise<Output> {
  const { task } = house.model.facts;
  const { manifest, bytes } = await house.database.transaction((tx) => findGraph(tx, task, version));
  const model = await openModel(manifest, bytes);
  try {
    return await work(model);
  } finally {
    await model.close();
  }
}
