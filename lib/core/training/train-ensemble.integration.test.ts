import { describe, expect, it } from "vitest";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import type { AdditiveModel } from "@/lib/core/training/additive-model";
import { calibratedLogits } from "@/lib/core/training/additive-model";
import { startBag } from "@/lib/core/training/bag";
import { binOf } from "@/lib/core/training/bin-feature";
import type { Directions } from "@/lib/core/training/boost-features";
import { learnFeatures, learnPairs, type TrainingRun } from "@/lib/core/training/learn-bag";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { type BagRunner, trainEnsemble } from "@/lib/core/training/train-ensemble";
import { toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/core/training/training-settings";

const VISITS = featureIndex("priorInpatient");
const SEX = featureIndex("sex");
const DAYS = featureIndex("lengthOfStayDays");
const ROWS = 8000;

/** Visits push up in a straight line, sex by a step; a long stay matters only for one sex. */
const truth = (encoded: Float32Array): number =>
  -2.2 +
  0.12 * encoded[VISITS]! +
  (encoded[SEX] === 1 ? 0.5 : 0) +
  (encoded[SEX] === 1 && encoded[DAYS]! >= 7 ? 1.2 : 0);

const SMALL: TrainingSettings = {
  ...DEFAULT_SETTINGS,
  bags: 2,
  learningRate: 0.1,
  leafRidge: 1,
  levelRidge: 5,
  maximumCycles: 60,
  pairs: 2,
  pairLearningRate: 0.2,
};

const inOrder = (run: TrainingRun): BagRunner => ({
  features: async (bags) => bags.map((bag) => learnFeatures(run, bag)),
  pairs: async (tasks) => tasks.map(({ bag, learnt, chosen }) => learnPairs(run, bag, learnt, chosen)),
});

/** Bags in the reverse order, as a race between workers might finish them. */
const backwards = (run: TrainingRun): BagRunner => ({
  features: async (bags) =>
    [...bags]
      .reverse()
      .map((bag) => learnFeatures(run, bag))
      .reverse(),
  pairs: async (tasks) =>
    [...tasks]
      .reverse()
      .map(({ bag, learnt, chosen }) => learnPairs(run, bag, learnt, chosen))
      .reverse(),
});

function makeRun(settings: TrainingSettings = SMALL, directions: Directions = new Map()): TrainingRun {
  const rows = Uint32Array.from({ length: ROWS }, (_, row) => row);
  return { data: toTrainingData(syntheticStays(ROWS, 11, truth), rows), rows, settings, directions };
}

const run = makeRun();
const { model } = await trainEnsemble(run, inOrder(run));
const termOf = (from: AdditiveModel, feature: number) =>
  from.terms.find(({ features }) => features.length === 1 && features[0] === feature)!;
const added = (from: AdditiveModel, feature: number, value: number): number =>
  termOf(from, feature).shape[binOf(run.data.bins[feature]!, value)]!;

describe("training", () => {
  it("recovers shapes that it was not told", () => {
    expect(added(model, SEX, 1) - added(model, SEX, 0)).toBeGreaterThan(0.6);
    expect(added(model, VISITS, 18) - added(model, VISITS, 2)).toBeGreaterThan(1.2);
    expect(added(model, VISITS, 18) - added(model, VISITS, 2)).toBeLessThan(2.6);
  });

  it("leaves features without an effect nearly flat", () => {
    const { shape } = termOf(model, featureIndex("labTests"));
    expect(Math.max(...shape.map(Math.abs))).toBeLessThan(0.35);
  });

  it("finds the pair that interacts", () => {
    const pairs = model.terms.filter(({ features }) => features.length === 2);
    expect(pairs.map(({ features }) => features)).toContainEqual([SEX, DAYS]);
  });

  it("has terms that average zero over the training rows, so that baselines speak of the average stay", () => {
    const column = run.data.columns.at(-1)![VISITS]!;
    const { shape } = termOf(model, VISITS);
    expect(run.rows.reduce((sum, row) => sum + shape[column[row]!]!, 0) / ROWS).toBeCloseTo(0, 10);
  });

  it("is calibrated in every view on average", () => {
    const events = run.data.labels.reduce((sum, label) => sum + label, 0) / ROWS;
    for (const view of VIEWS.keys()) {
      const expected = calibratedLogits(model, run.data, view, run.rows).reduce(
        (sum, z) => sum + 1 / (1 + Math.exp(-z)),
        0,
      );
      expect(Math.abs(expected / ROWS - events)).toBeLessThan(0.02);
    }
  });

  it("says nothing through a feature that the view does not know", () => {
    const admission = VIEWS.indexOf("admission");
    for (const [feature, spec] of FEATURES.entries()) {
      expect(run.data.columns[admission]![feature] === null).toBe(spec.knownFrom !== "admission");
    }
    // Rows alike in every feature that admission knows get one answer.
    const known = FEATURES.flatMap(({ knownFrom }, feature) => (knownFrom === "admission" ? [feature] : []));
    const logits = calibratedLogits(model, run.data, admission, run.rows);
    const seen = new Map<string, number>();
    for (const row of run.rows) {
      const key = known.map((feature) => run.data.columns[admission]![feature]![row]).join();
      expect(seen.get(key) ?? logits[row]).toBe(logits[row]);
      seen.set(key, logits[row]!);
    }
  });

  it("gives the same model for the same seed, whatever order the bags finish in, and another for another seed", async () => {
    expect((await trainEnsemble(run, backwards(run))).model).toEqual(model);
    const other = makeRun({ ...SMALL, seed: 2 });
    expect((await trainEnsemble(other, inOrder(other))).model.baselines).not.toEqual(model.baselines);
  });

  it("holds a shape to its direction, even against the data", async () => {
    const falling = makeRun({ ...SMALL, bags: 1, pairs: 0 }, new Map([[VISITS, -1]]));
    const { shape } = termOf((await trainEnsemble(falling, inOrder(falling))).model, VISITS);
    for (let bin = 2; bin < shape.length; bin++) expect(shape[bin]).toBeLessThanOrEqual(shape[bin - 1]! + 1e-12);
  });
});

describe("a bag", () => {
  it("never parts the stays of one patient", () => {
    const bag = startBag(run.data, run.rows, 0, SMALL);
    const learnt = new Set([...bag.order.subarray(0, bag.trainCount)].map((row) => run.data.patients[row]));
    const held = [...bag.order.subarray(bag.trainCount)].map((row) => run.data.patients[row]);
    expect(held.length).toBeGreaterThan(ROWS / 20);
    expect(held.some((patient) => learnt.has(patient))).toBe(false);
  });

  it("hides the whole history of some training stays, so that unknown is not learnt as none", () => {
    const bag = startBag(run.data, run.rows, 0, { ...SMALL, hiddenFeedShare: 0.2 });
    const columns = bag.columns.at(-1)!;
    const history = ["priorInpatient", "priorEmergency", "priorOutpatient"].map((name) => columns[featureIndex(name)]!);
    let hidden = 0;
    for (let position = 0; position < bag.trainCount; position++) {
      const missing = history.filter((column) => column[position] === 0).length;
      expect([0, 3]).toContain(missing);
      if (missing === 3) hidden++;
    }
    expect(hidden / bag.trainCount).toBeGreaterThan(0.15);
    expect(hidden / bag.trainCount).toBeLessThan(0.25);
    for (const column of history) expect(column.subarray(bag.trainCount)).not.toContain(0);
  });
});
