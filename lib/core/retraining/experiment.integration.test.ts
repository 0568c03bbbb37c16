import { describe, expect, it } from "vitest";
import { featureIndex } from "@/lib/core/features/feature-table";
import { ALGORITHMS, compareAlgorithms, drawPatients, type Runners } from "@/lib/core/retraining/experiment";
import { retrainBag } from "@/lib/core/retraining/retrain-bag";
import { learnFeatures, learnPairs } from "@/lib/core/training/learn-bag";
import { syntheticStays } from "@/lib/core/training/synthetic-stays";
import { trainEnsemble } from "@/lib/core/training/train-ensemble";
import { toTrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/core/training/training-settings";

const VISITS = featureIndex("priorInpatient");
const SMALL: TrainingSettings = {
  ...DEFAULT_SETTINGS,
  bags: 1,
  learningRate: 0.2,
  leafRidge: 5,
  levelRidge: 40,
  maximumCycles: 12,
  patience: 4,
  pairs: 1,
};

const here: Runners = {
  train: (run, use) =>
    use({
      features: async (bags) => bags.map((bag) => learnFeatures(run, bag)),
      pairs: async (tasks) => tasks.map(({ bag, learnt, chosen }) => learnPairs(run, bag, learnt, chosen)),
    }),
  retrain: (run, use) => use(async (tasks) => tasks.map(({ bag, strength }) => retrainBag(run, bag, strength))),
};

const stays = syntheticStays(2400, 6, (stay) => -2 + 0.2 * stay[VISITS]!);
const rows = Uint32Array.from(stays.labels.keys());
const run = { data: toTrainingData(stays, rows), rows, settings: SMALL, directions: new Map() };
const prior = await here
  .train(run, (bags) => trainEnsemble(run, bags))
  .then(({ model }) => ({ model, bins: run.data.bins }));

describe("the comparison of algorithms", () => {
  it("gives every algorithm the same folds, its own figures and the settings", async () => {
    const said: number[] = [];
    const progress = (share: number): void => void said.push(share);
    const report = await compareAlgorithms(stays, rows, { folds: 2, settings: SMALL, prior, runners: here, progress });
    expect(report.results.map(({ algorithm }) => algorithm)).toEqual(Object.keys(ALGORITHMS));
    expect(report).toMatchObject({ folds: 2, stays: 2400, drawnFrom: 2400, settings: SMALL });
    expect(said).toEqual([0.5, 1]);
    for (const { auroc, foldAurocs, logLoss, brier } of report.results) {
      expect(foldAurocs).toHaveLength(2);
      expect(auroc).toBeGreaterThan(0.6);
      expect(logLoss).toBeGreaterThan(0);
      expect(brier).toBeLessThan(0.25);
    }
  });

  it("draws whole patients where there are more stays than it may take", () => {
    const drawn = drawPatients(stays.patients, 600, 1);
    expect(Math.abs(drawn.length - 600)).toBeLessThan(120);
    const perPatient = new Map<number, number>();
    for (const row of drawn) perPatient.set(stays.patients[row]!, (perPatient.get(stays.patients[row]!) ?? 0) + 1);
    expect([...perPatient.values()].every((count) => count === 2)).toBe(true);
    expect(drawPatients(stays.patients, 9000, 1)).toHaveLength(2400);
  });
});
