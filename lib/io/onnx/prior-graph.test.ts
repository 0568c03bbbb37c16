import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { maskForView } from "@/lib/core/features/encode";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { manifestSchema } from "@/lib/core/model/manifest";
import { readPrior } from "@/lib/core/retraining/prior-model";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { toOnnx } from "@/lib/core/training/to-onnx";
import { openSession, scoreRows } from "@/lib/io/onnx/session";

const directory = "models/readmission/1.0.0";
const manifest = manifestSchema.parse(JSON.parse(readFileSync(`${directory}/manifest.json`, "utf8")));

async function open(bytes: Uint8Array) {
  const graph = await openSession(bytes);
  return async (features: Float32Array, views: Uint8Array) => {
    const rows = views.length;
    const [width, terms, bags] = [FEATURES.length, manifest.terms.length, manifest.bags];
    const results = {
      probability: new Float32Array(rows),
      contributions: new Float32Array(rows * terms),
      baseline: new Float32Array(rows),
      bagLogits: new Float32Array(rows * bags),
    };
    await scoreRows(graph, { id: 0, rows, width, terms, bags, withBags: true, features, views, ...results });
    return results;
  };
}

it("reads the shipped model back out of its graph: written again it says the same, bags included", async () => {
  const ask = await open(readFileSync(`${directory}/model.onnx`));
  const prior = await readPrior(manifest, ask);
  const askAgain = await open(toOnnx(prior.model, prior.bins, "test"));
  const n = 3000;
  const { encoded } = syntheticStays(n, 7, () => 0);
  const views = Uint8Array.from({ length: n }, (_, row) => row % VIEWS.length);
  for (let row = 0; row < n; row++) {
    const stay = encoded.subarray(row * FEATURES.length, (row + 1) * FEATURES.length);
    if (row % 5 === 0) stay[row % FEATURES.length] = -1;
    stay.set(maskForView(stay, VIEWS[views[row]!]!));
  }
  const was = await ask(encoded, views);
  const is = await askAgain(encoded, views);
  const worst = (a: Float32Array, b: Float32Array): number =>
    a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
  expect(worst(was.probability, is.probability)).toBeLessThan(1e-5);
  expect(worst(was.contributions, is.contributions)).toBeLessThan(1e-4);
  expect(worst(was.bagLogits, is.bagLogits)).toBeLessThan(1e-4);
});
