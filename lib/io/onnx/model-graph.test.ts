import { beforeAll, describe, expect, it } from "vitest";
import { maskForView } from "@/lib/core/features/encode";
import { NOT_RECORDED, VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { calibratedLogits } from "@/lib/core/training/additive-model";
import { chanceFrom } from "@/lib/core/training/chance";
import { learnFeatures, learnPairs } from "@/lib/core/training/learn-bag";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { toOnnx } from "@/lib/core/training/to-onnx";
import { trainEnsemble } from "@/lib/core/training/train-ensemble";
import { toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS } from "@/lib/core/training/training-settings";
import { openSession, type ScoreTask, scoreRows } from "@/lib/io/onnx/session";

const ROWS = 3000;
const BAGS = 3;
const width = FEATURES.length;

const truth = (encoded: Float32Array): number =>
  -2 + 0.15 * encoded[featureIndex("priorInpatient")]! + (encoded[featureIndex("sex")] === 1 ? 0.8 : 0);

async function trainSmall() {
  const stays = syntheticStays(ROWS, 3, truth);
  const chance = chanceFrom(4);
  for (let i = 0; i < stays.encoded.length; i++) if (chance() < 0.05) stays.encoded[i] = NOT_RECORDED;
  const rows = Uint32Array.from({ length: ROWS }, (_, row) => row);
  const data = toTrainingData(stays, rows);
  const settings = { ...DEFAULT_SETTINGS, bags: BAGS, maximumCycles: 15, pairs: 4, levelRidge: 5, leafRidge: 1 };
  const run = { data, rows, settings, directions: new Map() };
  const { model } = await trainEnsemble(run, {
    features: async (bags) => bags.map((bag) => learnFeatures(run, bag)),
    pairs: async (tasks) => tasks.map(({ bag, learnt, chosen }) => learnPairs(run, bag, learnt, chosen)),
  });
  return { stays, rows, data, model };
}

const { stays, rows, data, model } = await trainSmall();
const bytes = toOnnx(model, data.bins, "test");
const terms = model.terms.length;

async function score(view: number, withBags = true): Promise<ScoreTask> {
  const features = new Float32Array(ROWS * width);
  for (const row of rows) {
    const encoded = stays.encoded.subarray(row * width, (row + 1) * width);
    features.set(maskForView(encoded, VIEWS[view]!), row * width);
  }
  const task: ScoreTask = {
    ...{ id: 1, rows: ROWS, width, terms, bags: BAGS, withBags, features },
    views: new Uint8Array(ROWS).fill(view),
    probability: new Float32Array(ROWS),
    contributions: new Float32Array(ROWS * terms),
    baseline: new Float32Array(ROWS),
    bagLogits: new Float32Array(ROWS * BAGS),
  };
  await scoreRows(await openSession(bytes), task);
  return task;
}

const logit = (p: number): number => Math.log(p / (1 - p));

describe.each([...VIEWS.entries()])("the ONNX graph, view %i (%s)", (view) => {
  let task: ScoreTask;
  beforeAll(async () => {
    task = await score(view);
  });

  it("adds up: baseline + Σ contributions = logit(probability), within 1e-5, every row", () => {
    for (const row of rows) {
      let sum = task.baseline[row]!;
      for (let term = 0; term < terms; term++) sum += task.contributions[row * terms + term]!;
      expect(Math.abs(sum - logit(task.probability[row]!))).toBeLessThan(1e-5);
    }
  });

  it("says what the trained model says, missing values included", () => {
    const expected = calibratedLogits(model, data, view, rows);
    for (const row of rows) expect(Math.abs(logit(task.probability[row]!) - expected[row]!)).toBeLessThan(1e-5);
  });

  it("adds exactly nothing for a term that this view cannot know", () => {
    for (const [index, { knownFrom }] of model.terms.entries()) {
      if (knownFrom <= view) continue;
      for (const row of rows) expect(task.contributions[row * terms + index]).toBe(0);
    }
  });

  it("has bags whose mean is the shown number and that differ", () => {
    for (const row of rows.subarray(0, 200)) {
      const bags = [...task.bagLogits.subarray(row * BAGS, (row + 1) * BAGS)];
      expect(bags.reduce((sum, bag) => sum + bag, 0) / BAGS).toBeCloseTo(logit(task.probability[row]!), 4);
      expect(new Set(bags).size).toBe(BAGS);
    }
  });
});

describe("the ONNX file", () => {
  it("is the same bytes for the same model", () => {
    expect(Buffer.from(toOnnx(model, data.bins, "test")).equals(Buffer.from(bytes))).toBe(true);
  });

  it("gives no bag logits unless asked, and the same probabilities either way", async () => {
    const [asked, unasked] = [await score(2, true), await score(2, false)];
    expect(unasked.bagLogits.every((value) => value === 0)).toBe(true);
    expect(unasked.probability).toEqual(asked.probability);
  });
});
