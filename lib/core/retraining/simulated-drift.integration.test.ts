import { expect, it } from "vitest";
import { auroc } from "@/lib/core/evaluation/discrimination";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { retrainBag } from "@/lib/core/retraining/retrain-bag";
import { retrainEnsemble } from "@/lib/core/retraining/retrain-ensemble";
import {
  NO_DRIFT,
  type SimulatedStays,
  simulateStays,
  VISITS_AND_DISPOSITION_CHANGED,
} from "@/lib/core/retraining/simulated-world";
import { type AdditiveModel, calibratedLogits } from "@/lib/core/training/additive-model";
import { learnFeatures, learnPairs } from "@/lib/core/training/learn-bag";
import { trainEnsemble } from "@/lib/core/training/train-ensemble";
import { binStays, type TrainingData, toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS } from "@/lib/core/training/training-settings";

// The measured figure, with the shipped model, more stays and ten seeds: `node bench/run.mjs retraining`.
const SETTINGS = { ...DEFAULT_SETTINGS, bags: 1, pairs: 2, learningRate: 0.12, maximumCycles: 60, patience: 6 };
const rowsOf = ({ labels }: SimulatedStays): Uint32Array => Uint32Array.from(labels.keys());

async function trainHere(stays: SimulatedStays): Promise<{ model: AdditiveModel; data: TrainingData }> {
  const rows = rowsOf(stays);
  const run = { data: toTrainingData(stays, rows), rows, settings: SETTINGS, directions: new Map() };
  const { model } = await trainEnsemble(run, {
    features: async (bags) => bags.map((bag) => learnFeatures(run, bag)),
    pairs: async (tasks) => tasks.map(({ bag, learnt, chosen }) => learnPairs(run, bag, learnt, chosen)),
  });
  return { model, data: run.data };
}

it("recovers most of the AUROC that changed effects of prior visits and disposition cost", async () => {
  const prior = await trainHere(simulateStays(15_000, "before", NO_DRIFT));
  const { bins } = prior.data;
  const local = simulateStays(6_000, "local", VISITS_AND_DISPOSITION_CHANGED);
  const run = { data: binStays(local, bins), rows: rowsOf(local), settings: SETTINGS, prior: prior.model };
  const { model } = await retrainEnsemble(run, async (tasks) =>
    tasks.map(({ bag, strength }) => retrainBag(run, bag, strength)),
  );
  const others = simulateStays(20_000, "others", VISITS_AND_DISPOSITION_CHANGED);
  const data = binStays(others, bins);
  const of = (one: AdditiveModel): number =>
    auroc(calibratedLogits(one, data, VIEWS.length - 1, rowsOf(others)), others.labels)!;
  const oracle = auroc(others.truth, others.labels)!;
  expect(oracle - of(prior.model)).toBeGreaterThan(0.02);
  expect((of(model) - of(prior.model)) / (oracle - of(prior.model))).toBeGreaterThan(0.5);
});
