import { brierScore, calibrationLine, logLoss } from "@/lib/core/evaluation/calibration";
import { auroc } from "@/lib/core/evaluation/discrimination";
import { VIEWS } from "@/lib/core/features/feature-spec";
import type { PriorModel } from "@/lib/core/retraining/prior-model";
import type { RetrainingRun } from "@/lib/core/retraining/retrain-bag";
import { type RetrainBags, retrainEnsemble } from "@/lib/core/retraining/retrain-ensemble";
import { logistic } from "@/lib/core/statistics/logistic";
import { calibratedLogits } from "@/lib/core/training/additive-model";
import { chanceFrom } from "@/lib/core/training/chance";
import type { TrainingRun } from "@/lib/core/training/learn-bag";
import { fitLogisticRegression } from "@/lib/core/training/logistic-regression";
import { type BagRunner, trainEnsemble } from "@/lib/core/training/train-ensemble";
import { binStays, type LabelledStays, toTrainingData } from "@/lib/core/training/training-data";
import type { TrainingSettings } from "@/lib/core/training/training-settings";

/** What is tried on the same folds. */
export const ALGORITHMS = {
  champion: "The model that went in, unchanged",
  logistic: "Logistic regression on local stays",
  features: "Main effects only, local stays alone",
  pairs: "Main effects and pairs, local stays alone",
  retrained: "The model that went in, trained on with local stays",
} as const;
export type Algorithm = keyof typeof ALGORITHMS;

/** One algorithm's out-of-fold figures at discharge. */
export interface AlgorithmResult {
  readonly algorithm: Algorithm;
  /** Mean over folds. */
  readonly auroc: number;
  readonly foldAurocs: readonly number[];
  readonly logLoss: number;
  readonly brier: number;
  readonly calibrationSlope: number | null;
  readonly calibrationIntercept: number | null;
}

/** How the algorithms did on the same patients, and with which settings; kept with the version it led to. */
export interface Experiment {
  readonly folds: number;
  readonly stays: number;
  readonly events: number;
  /** Patients were drawn where there were more stays than the experiment may take. */
  readonly drawnFrom: number;
  readonly bags: number;
  readonly settings: TrainingSettings;
  readonly results: readonly AlgorithmResult[];
}

/** How bags are learnt: in this thread, or in others. */
export interface Runners {
  train<T>(run: TrainingRun, use: (bags: BagRunner) => Promise<T>): Promise<T>;
  retrain<T>(run: RetrainingRun, use: (bags: RetrainBags) => Promise<T>): Promise<T>;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const discharge = VIEWS.length - 1;

/** Rows of whole patients, drawn by chance, about as many as wanted; all of them where there are no more. */
export function drawPatients(patients: Uint32Array, most: number, seed: number): Uint32Array {
  const rows = Uint32Array.from(patients.keys());
  if (rows.length <= most) return rows;
  const share = most / rows.length;
  return rows.filter((row) => chanceFrom(seed, 3, patients[row]!)() < share);
}

/** Log-odds of the test rows by each algorithm, fitted on the training rows alone. */
async function fitFold(
  stays: LabelledStays,
  { learn, test }: { readonly learn: Uint32Array; readonly test: Uint32Array },
  { prior, settings, runners }: { prior: PriorModel; settings: TrainingSettings; runners: Runners },
): Promise<Record<Algorithm, Float64Array>> {
  const own = toTrainingData(stays, learn);
  const asPrior = binStays(stays, prior.bins);
  const alone = async (pairs: number): Promise<Float64Array> => {
    const run = { data: own, rows: learn, settings: { ...settings, pairs }, directions: new Map() };
    const { model } = await runners.train(run, (bags) => trainEnsemble(run, bags));
    return calibratedLogits(model, own, discharge, test);
  };
  const run = { data: asPrior, rows: learn, settings, prior: prior.model };
  const { model } = await runners.retrain(run, (bags) => retrainEnsemble(run, bags));
  return {
    champion: calibratedLogits(prior.model, asPrior, discharge, test),
    logistic: fitLogisticRegression(own, discharge, learn).logits(test),
    features: await alone(0),
    pairs: await alone(settings.pairs),
    retrained: calibratedLogits(model, asPrior, discharge, test),
  };
}

/**
 * Compares the algorithms by patient-grouped k-fold: bins, bags, pairs, strength and calibration are fitted inside
 * each training fold.
 *
 * @param rows the stays that take part; every patient's stays lie in one fold
 * @param progress called after each fold with the share done, 0–1
 */
export async function compareAlgorithms(
  stays: LabelledStays,
  rows: Uint32Array,
  how: {
    readonly folds: number;
    readonly settings: TrainingSettings;
    readonly prior: PriorModel;
    readonly runners: Runners;
    readonly progress: (share: number) => void;
  },
): Promise<Experiment> {
  const { folds, settings, prior, runners, progress } = how;
  const foldOf = (row: number): number => Math.floor(chanceFrom(settings.seed, 5, stays.patients[row]!)() * folds);
  const names = Object.keys(ALGORITHMS) as Algorithm[];
  const probabilities = new Map(names.map((name) => [name, [] as number[]]));
  const aurocs = new Map(names.map((name) => [name, [] as number[]]));
  const outcomes: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const learn = rows.filter((row) => foldOf(row) !== fold);
    const test = rows.filter((row) => foldOf(row) === fold);
    const labels = Uint8Array.from(test, (row) => stays.labels[row]!);
    const logits = await fitFold(stays, { learn, test }, { prior, settings, runners });
    for (const label of labels) outcomes.push(label);
    for (const name of names) {
      for (const z of logits[name]) probabilities.get(name)!.push(logistic(z));
      const area = auroc(logits[name], labels);
      if (area !== null) aurocs.get(name)!.push(area);
    }
    progress((fold + 1) / folds);
  }
  return {
    folds,
    stays: rows.length,
    events: outcomes.reduce((sum, label) => sum + label, 0),
    drawnFrom: stays.labels.length,
    bags: settings.bags,
    settings,
    results: names.map((algorithm): AlgorithmResult => {
      const p = probabilities.get(algorithm)!;
      const line = calibrationLine(p, outcomes);
      return {
        algorithm,
        auroc: mean(aurocs.get(algorithm)!),
        foldAurocs: aurocs.get(algorithm)!,
        logLoss: logLoss(p, outcomes),
        brier: brierScore(p, outcomes),
        calibrationSlope: line?.slope ?? null,
        calibrationIntercept: line?.intercept ?? null,
      };
    }),
  };
}
