import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { startScoreThread } from "@/lib/io/onnx/score-thread";

const PATH = "models/readmission/1.0.0/model.onnx";

it("a thread that has ended says so to every later task instead of keeping it waiting", async () => {
  const thread = await startScoreThread(PATH, new Uint8Array(readFileSync(PATH)));
  expect(thread.isGone()).toBe(false);
  await thread.close();
  expect(thread.isGone()).toBe(true);
  const empty = new Float32Array(0);
  const task = { rows: 0, width: 1, terms: 1, bags: 1, withBags: false, features: empty, views: new Uint8Array(0) };
  const results = { probability: empty, contributions: empty, baseline: empty, bagLogits: empty };
  await expect(thread.run({ ...task, ...results })).rejects.toThrow(/thread that scores with .*model\.onnx ended/);
});

it("a task under way is finished before its thread is closed", async () => {
  const thread = await startScoreThread(PATH, new Uint8Array(readFileSync(PATH)));
  const { terms, bags, features } = JSON.parse(readFileSync(PATH.replace("model.onnx", "manifest.json"), "utf8"));
  const [rows, width] = [20_000, features.length];
  const results = {
    probability: new Float32Array(rows),
    contributions: new Float32Array(rows * terms.length),
    baseline: new Float32Array(rows),
    bagLogits: new Float32Array(rows * bags),
  };
  const given = { features: new Float32Array(rows * width), views: new Uint8Array(rows) };
  const task = thread.run({ rows, width, terms: terms.length, bags, withBags: true, ...given, ...results });
  await thread.close();
  await expect(task).resolves.toBeUndefined();
  expect(thread.isGone()).toBe(true);
});
