import { describe, expect, it } from "vitest";
import { auroc } from "@/lib/core/evaluation/discrimination";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import type { PriorModel } from "@/lib/core/retraining/prior-model";
import { type RetrainingRun, retrainBag } from "@/lib/core/retraining/retrain-bag";
import { assertEnough, type RetrainBags, retrainEnsemble } from "@/lib/core/retraining/retrain-ensemble";
import { type AdditiveModel, calibratedLogits } from "@/lib/core/training/additive-model";
import { binOf } from "@/lib/core/training/bin-feature";
import { chanceFrom } from "@/lib/core/training/chance";
import { learnFeatures, learnPairs } from "@/lib/core/training/learn-bag";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { toOnnx } from "@/lib/core/training/to-onnx";
import { trainEnsemble } from "@/lib/core/training/train-ensemble";
import { binStays, type LabelledStays, toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/core/training/training-settings";

const VISITS = featureIndex("priorInpatient");
const PLAN = featureIndex("dischargePlan");
const SEX = featureIndex("sex");
const discharge = VIEWS.length - 1;

const SMALL: TrainingSettings = {
  ...DEFAULT_SETTINGS,
  bags: 2,
  learningRate: 0.15,
  leafRidge: 5,
  levelRidge: 20,
  maximumCycles: 25,
  patience: 8,
  pairs: 1,
  pairLearningRate: 0.2,
};

type Truth = (stay: Float32Array) => number;
const before: Truth = (stay) => -1.6 + 0.1 * stay[VISITS]! + (stay[SEX] === 1 ? 1 : 0) + (stay[PLAN]! < 4 ? -0.6 : 0);
/** Visits mean nothing any more and the plans' effect is turned round; sex is what it was. */
const after: Truth = (stay) => -1.2 + (stay[SEX] === 1 ? 1 : 0) + (stay[PLAN]! < 4 ? 0.9 : 0);

const allRows = ({ labels }: LabelledStays): Uint32Array => Uint32Array.from(labels.keys());

async function trainPrior(): Promise<PriorModel> {
  const stays = syntheticStays(5000, 1, before);
  const rows = allRows(stays);
  const run = { data: toTrainingData(stays, rows), rows, settings: SMALL, directions: new Map() };
  const { model } = await trainEnsemble(run, {
    features: async (bags) => bags.map((bag) => learnFeatures(run, bag)),
    pairs: async (tasks) => tasks.map(({ bag, learnt, chosen }) => learnPairs(run, bag, learnt, chosen)),
  });
  return { model, bins: run.data.bins };
}

const prior = await trainPrior();

function makeRun(stays: LabelledStays): RetrainingRun {
  return { data: binStays(stays, prior.bins), rows: allRows(stays), settings: SMALL, prior: prior.model };
}

const inOrder =
  (run: RetrainingRun): RetrainBags =>
  async (tasks) =>
    tasks.map(({ bag, strength }) => retrainBag(run, bag, strength));

const drifted = makeRun(syntheticStays(3000, 2, after));
const retrained = await retrainEnsemble(drifted, inOrder(drifted));

describe("retraining", () => {
  it("recovers most of what a drift cost against the true probabilities", () => {
    const others = syntheticStays(8_000, 3, after);
    const data = binStays(others, prior.bins);
    const rows = allRows(others);
    const width = FEATURES.length;
    const truth = Float64Array.from(rows, (row) => after(others.encoded.subarray(row * width, (row + 1) * width)));
    const of = (logits: Float64Array): number => auroc(logits, others.labels)!;
    const stale = of(calibratedLogits(prior.model, data, discharge, rows));
    const now = of(calibratedLogits(retrained.model, data, discharge, rows));
    expect(of(truth) - stale).toBeGreaterThan(0.03);
    expect((now - stale) / (of(truth) - stale)).toBeGreaterThan(0.8);
  });

  it("keeps what the prior knew where the local stays say nothing", async () => {
    const one = syntheticStays(2000, 4, before);
    // Only one sex is ever admitted here.
    for (const row of one.labels.keys()) one.encoded[row * FEATURES.length + SEX] = 1;
    const run = makeRun(one);
    const { model, chosen } = await retrainEnsemble(run, inOrder(run));
    expect(chosen.start).not.toBe("nothing");
    const { shape } = model.terms[SEX]!;
    const { shape: was } = prior.model.terms[SEX]!;
    const difference = (of: Float64Array) => of[binOf(prior.bins[SEX]!, 1)]! - of[binOf(prior.bins[SEX]!, 0)]!;
    expect(difference(was)).toBeGreaterThan(0.5);
    expect(difference(shape)).toBeGreaterThan(0.7 * difference(was));
  });

  it("throws off a prior that is nothing but noise", async () => {
    const chance = chanceFrom(8);
    const noisy = (shape: Float64Array) => shape.map(() => 6 * chance() - 3);
    const terms = prior.model.terms.map((term) => {
      const shape = noisy(term.shape);
      return { ...term, shape, bagShapes: term.bagShapes.map(() => shape) };
    });
    const run = { ...makeRun(syntheticStays(2000, 5, before)), prior: { ...prior.model, terms } };
    const { model } = await retrainEnsemble(run, inOrder(run));
    const others = syntheticStays(4000, 6, before);
    const of = (one: AdditiveModel): number =>
      auroc(calibratedLogits(one, binStays(others, prior.bins), discharge, allRows(others)), others.labels)! - 0.5;
    expect(of({ ...prior.model, terms })).toBeLessThan(0.5 * of(prior.model));
    expect(of(model)).toBeGreaterThan(0.8 * of(prior.model));
  });

  it("gives the same model whatever order its bags finish in", async () => {
    const backwards: RetrainBags = async (tasks) =>
      [...tasks]
        .reverse()
        .map(({ bag, strength }) => retrainBag(drifted, bag, strength))
        .reverse();
    const again = await retrainEnsemble(drifted, backwards);
    const bytes = ({ model }: typeof again) => Buffer.from(toOnnx(model, prior.bins, "test")).toString("base64");
    expect(bytes(again)).toBe(bytes(retrained));
  });

  it("is calibrated here, not where the prior came from", () => {
    const { data, rows } = drifted;
    const expected = calibratedLogits(retrained.model, data, discharge, rows).map((z) => 1 / (1 + Math.exp(-z)));
    const events = data.labels.reduce((sum, label) => sum + label, 0);
    expect(expected.reduce((sum, p) => sum + p, 0) / events).toBeCloseTo(1, 1);
  });

  it("refuses to learn from too few of either outcome, and says how many there are", () => {
    expect(() => assertEnough(new Uint8Array(5000))).toThrow("5000 stays with 0 readmissions are too few");
    expect(() => assertEnough(new Uint8Array(5000).fill(1, 0, 100))).not.toThrow();
    expect(() => assertEnough(new Uint8Array(5000).fill(1, 99))).toThrow("too few");
  });
});
