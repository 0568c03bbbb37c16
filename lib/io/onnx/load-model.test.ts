import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import onnxProto from "onnx-proto";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { maskForView } from "@/lib/core/features/encode";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { Manifest } from "@/lib/core/model/manifest";
import { modelCard } from "@/lib/core/model/model-card";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { type LoadedModel, loadModel } from "@/lib/io/onnx/load-model";

const SHIPPED = join(process.cwd(), "models/readmission/1.0.0");
const width = FEATURES.length;

/** Made-up stays, each in one of the three views. */
function batch(rows: number): { encoded: Float32Array; views: Uint8Array } {
  const { encoded } = syntheticStays(rows, 9, () => 0);
  const views = Uint8Array.from({ length: rows }, (_, row) => row % VIEWS.length);
  for (let row = 0; row < rows; row++) {
    encoded.set(maskForView(encoded.slice(row * width, (row + 1) * width), VIEWS[views[row]!]!), row * width);
  }
  return { encoded, views };
}

describe("the shipped model", () => {
  let model: LoadedModel;
  beforeEach(async () => {
    model = await loadModel(SHIPPED);
  });
  afterAll(() => model.close());

  it("has the card that its manifest says", () => {
    expect(readFileSync(join(model.directory, "card.md"), "utf8")).toBe(modelCard(model.manifest));
  });

  it("is loaded once, however often it is asked for", async () => {
    expect(await loadModel(`${SHIPPED}/`)).toBe(model);
  });

  it("adds up on every one of 20,000 stays in all views", async () => {
    const { encoded, views } = batch(20_000);
    const { probability, baseline, contributions } = await model.score(encoded, views);
    const terms = model.manifest.terms.length;
    let worst = 0;
    for (let row = 0; row < views.length; row++) {
      let sum = baseline[row]!;
      for (let term = 0; term < terms; term++) sum += contributions[row * terms + term]!;
      worst = Math.max(worst, Math.abs(sum - Math.log(probability[row]! / (1 - probability[row]!))));
    }
    expect(worst).toBeLessThan(1e-5);
  });

  it("gives one patient the same number alone as among fifty thousand", async () => {
    const { encoded, views } = batch(50_000);
    const all = await model.score(encoded, views);
    for (const row of [0, 1, 16_383, 16_384, 49_999]) {
      const alone = await model.score(encoded.slice(row * width, (row + 1) * width), views.slice(row, row + 1));
      expect(Math.abs(alone.probability[0]! - all.probability[row]!)).toBeLessThan(1e-6);
    }
  });

  it("answers nothing with nothing", async () => {
    expect((await model.score(new Float32Array(0), new Uint8Array(0))).probability).toHaveLength(0);
  });

  it("keeps answers of calls that overlap apart", async () => {
    const { encoded, views } = batch(3000);
    const whole = await model.score(encoded, views);
    const parts = await Promise.all(
      [0, 1, 2].map((part) =>
        model.score(
          encoded.slice(part * 1000 * width, (part + 1) * 1000 * width),
          views.slice(part * 1000, (part + 1) * 1000),
        ),
      ),
    );
    for (const [part, { probability }] of parts.entries()) {
      for (const [row, p] of probability.entries()) expect(p).toBeCloseTo(whole.probability[part * 1000 + row]!, 6);
    }
  });

  it("leaves the event loop turning while it works", async () => {
    const { encoded, views } = batch(50_000);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    for (let repeat = 0; repeat < 5; repeat++) await model.score(encoded, views);
    delay.disable();
    // Generous: this guards against scoring on the event loop, bench/scoring.ts measures.
    expect(delay.percentile(50) / 1e6).toBeLessThan(20);
  });

  it("names the manifest's terms in the graph's order", async () => {
    const { encoded, views } = batch(1);
    const { contributions } = await model.score(encoded, views.fill(VIEWS.indexOf("discharge")));
    expect(contributions).toHaveLength(model.manifest.terms.length);
    const singles = model.manifest.terms.flatMap((term) => (term.kind === "single" ? [term.feature] : []));
    expect(singles).toEqual(FEATURES.map(({ name }) => name));
  });
});

describe("a model that cannot be trusted is refused in one sentence that names the file", () => {
  let directory: string;
  const made: string[] = [];
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "wardlight-model-"));
    made.push(directory);
    cpSync(SHIPPED, directory, { recursive: true });
  });
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true });
  });

  const manifestFile = () => join(directory, "manifest.json");
  const change = (edit: (manifest: Manifest) => void): void => {
    const manifest = JSON.parse(readFileSync(manifestFile(), "utf8"));
    edit(manifest);
    writeFileSync(manifestFile(), JSON.stringify(manifest));
  };
  const refusal = async (): Promise<{ code: string; message: string }> => {
    const error = await loadModel(directory).then(
      async (model) => {
        await model.close();
        throw new Error("was loaded");
      },
      (thrown: Error & { code: string }) => thrown,
    );
    expect(error.message.split("\n")).toHaveLength(1);
    return { code: error.code, message: error.message };
  };

  it("where there is no manifest", async () => {
    rmSync(manifestFile());
    expect(await refusal()).toMatchObject({ code: "not-ready", message: expect.stringContaining(manifestFile()) });
  });

  it("where the manifest is not JSON, or not a manifest", async () => {
    writeFileSync(manifestFile(), "{ half");
    expect((await refusal()).message).toContain(manifestFile());
    writeFileSync(manifestFile(), "{}");
    expect((await refusal()).message).toContain(manifestFile());
  });

  it("where model.onnx is missing", async () => {
    rmSync(join(directory, "model.onnx"));
    expect((await refusal()).message).toContain(join(directory, "model.onnx"));
  });

  it("where one byte of model.onnx differs", async () => {
    const file = join(directory, "model.onnx");
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(file, bytes);
    expect((await refusal()).message).toMatch(/model\.onnx.*SHA-256/);
  });

  it("where the file is no ONNX model although its hash is right", async () => {
    const file = join(directory, "model.onnx");
    writeFileSync(file, "not a model");
    const sha256 = createHash("sha256").update("not a model").digest("hex");
    change((manifest) => Object.assign(manifest.model, { sha256, bytes: 11 }));
    expect((await refusal()).message).toContain(file);
  });

  it("where the file is an ONNX model, and another one", async () => {
    const { ModelProto, TensorProto } = onnxProto.onnx;
    const shape = { dim: [{ dimParam: "n" }] };
    const value = (name: string) => ({ name, type: { tensorType: { elemType: TensorProto.DataType.FLOAT, shape } } });
    const bytes = ModelProto.encode({
      irVersion: 8,
      opsetImport: [{ domain: "", version: 17 }],
      graph: {
        name: "other",
        node: [{ opType: "Identity", input: ["a"], output: ["b"] }],
        input: [value("a")],
        output: [value("b")],
      },
    }).finish();
    const file = join(directory, "model.onnx");
    writeFileSync(file, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    change((manifest) => Object.assign(manifest.model, { sha256, bytes: bytes.length }));
    expect((await refusal()).message).toMatch(/model\.onnx could not be used as an ONNX model/);
  });

  it("where it was made for other features", async () => {
    change((manifest) => Object.assign(manifest, { featureTableSha256: "0".repeat(64) }));
    expect((await refusal()).message).toMatch(/manifest\.json.*features/);
  });

  it("where its terms are about features that do not exist", async () => {
    change((manifest) => Object.assign(manifest.terms[0]!, { feature: "shoeSize" }));
    expect((await refusal()).message).toMatch(/manifest\.json.*features/);
  });

  it.each([
    ["fewer terms", (manifest: Manifest) => manifest.terms.pop(), /model\.onnx.*contributions/],
    ["more terms", (manifest: Manifest) => manifest.terms.push(manifest.terms[0]!), /model\.onnx.*contributions/],
    ["other bags", (manifest: Manifest) => Object.assign(manifest, { bags: 3 }), /model\.onnx.*bagLogits/],
    ["terms in another order", (manifest: Manifest) => manifest.terms.reverse(), /manifest\.json.*other terms/],
    [
      "another starting point",
      (manifest: Manifest) => Object.assign(manifest.views.stay, { baseline: -1 }),
      /manifest\.json.*other terms/,
    ],
  ])("where the manifest has %s than the graph: drivers would be named wrongly", async (_, edit, sentence) => {
    change(edit);
    expect((await refusal()).message).toMatch(sentence);
  });

  it("where the tiers' limits are not in order", async () => {
    change(({ operatingPoints }) => Object.assign(operatingPoints, { high: 0.9, "very-high": 0.1 }));
    expect((await refusal()).message).toMatch(/manifest\.json.*operatingPoints/);
  });

  it("and can be loaded once it was put right", async () => {
    rmSync(manifestFile());
    await refusal();
    cpSync(join(SHIPPED, "manifest.json"), manifestFile());
    const model = await loadModel(directory);
    expect(model.manifest.task).toBe("readmission");
    await model.close();
  });
});
