import { readFileSync } from "node:fs";
import { beforeEach, expect, it, vi } from "vitest";
import { openScorePool, type ScorePool } from "@/lib/io/onnx/score-pool";
import { type ScoreThread, startScoreThread } from "@/lib/io/onnx/score-thread";

vi.mock("@/lib/io/onnx/score-thread", async (original) => {
  const { startScoreThread: start } = await original<typeof import("@/lib/io/onnx/score-thread")>();
  return { startScoreThread: vi.fn(start) };
});

const PATH = "models/readmission/1.0.0/model.onnx";
const bytes = new Uint8Array(readFileSync(PATH));
const { terms, bags, features } = JSON.parse(readFileSync(PATH.replace("model.onnx", "manifest.json"), "utf8"));

beforeEach(() => {
  vi.mocked(startScoreThread).mockClear();
});

const started = (): Promise<ScoreThread[]> =>
  Promise.all(vi.mocked(startScoreThread).mock.results.map(({ value }) => value as Promise<ScoreThread>));

/** One patient's task. */
function ask(pool: ScorePool): Promise<void> {
  return pool.run({
    ...{ rows: 1, width: features.length, terms: terms.length, bags, withBags: false },
    ...{ features: new Float32Array(features.length), views: new Uint8Array(1) },
    ...{ probability: new Float32Array(1), contributions: new Float32Array(terms.length) },
    ...{ baseline: new Float32Array(1), bagLogits: new Float32Array(0) },
  });
}

it("starts one thread for one that was lost, however many tasks find out", async () => {
  const pool = await openScorePool(PATH, bytes);
  const size = (await started()).length;
  await (await started())[0]?.close();
  await Promise.all(Array.from({ length: 40 }, () => ask(pool)));
  expect(vi.mocked(startScoreThread)).toHaveBeenCalledTimes(size + 1);
  await pool.close();
});

it("answers by the threads that are left where a lost one cannot be started again", async () => {
  const pool = await openScorePool(PATH, bytes);
  const [last, ...others] = await started();
  vi.mocked(startScoreThread).mockRejectedValue(new Error("out of memory"));
  try {
    for (const thread of others) await thread.close();
    await ask(pool);
    await last?.close();
    await expect(ask(pool)).rejects.toThrow("out of memory");
  } finally {
    vi.mocked(startScoreThread).mockReset();
    await pool.close();
  }
});

it("starts nothing once it is closed, and leaves no thread behind", async () => {
  const pool = await openScorePool(PATH, bytes);
  const size = (await started()).length;
  await (await started())[0]?.close();
  const late = ask(pool);
  await Promise.all([pool.close(), late.catch(() => undefined)]);
  await expect(ask(pool)).rejects.toThrow(/ended/);
  expect(vi.mocked(startScoreThread)).toHaveBeenCalledTimes(size + 1);
  expect((await started()).every((thread) => thread.isGone())).toBe(true);
});
