import { createHash } from "node:crypto";
import { calibrationLine, expectedCalibrationError } from "@/lib/core/evaluation/calibration";
import { auprc, auroc } from "@/lib/core/evaluation/discrimination";
import { VIEWS, type View } from "@/lib/core/features/feature-spec";
import type { CrossValidation } from "@/lib/core/model/manifest";
import { logistic } from "@/lib/core/statistics/logistic";
import { calibratedLogits } from "@/lib/core/training/additive-model";
import { fitLogisticRegression } from "@/lib/core/training/logistic-regression";
import { trainEnsemble } from "@/lib/core/training/train-ensemble";
import { type LabelledStays, toTrainingData } from "@/lib/core/training/training-data";
import type { TrainingSettings } from "@/lib/core/training/training-settings";
import { startBagWorkers } from "@/lib/io/training/bag-workers";

/** Fold of a patient: sha256 of the patient's number, read as a whole number, modulo the folds. */
export function foldOf(patient: string, folds: number): number {
  return Number(BigInt(`0x${createHash("sha256").update(patient).digest("hex")}`) % BigInt(folds));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number): number => Number(value.toFixed(6));

/** What every fold says of rows it never learnt from. */
export interface OutOfFold {
  /** [view] → probability of every row. */
  readonly probabilities: readonly Float64Array[];
  readonly report: CrossValidation;
}

/**
 * Patient-grouped cross-validation of the whole method: bins, bags, pairs and calibration are fitted inside each
 * training fold. Logistic regression is fitted on the same folds.
 */
export async function crossValidate(
  stays: LabelledStays,
  folds: Uint8Array,
  count: number,
  settings: TrainingSettings,
  progress: (sentence: string) => void,
): Promise<OutOfFold> {
  const rows = stays.labels.length;
  const probabilities = VIEWS.map(() => new Float64Array(rows));
  const aurocs = VIEWS.map(() => [] as number[]);
  const rivals = VIEWS.map(() => [] as number[]);
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  for (let fold = 0; fold < count; fold++) {
    const learn = all.filter((row) => folds[row] !== fold);
    const test = all.filter((row) => folds[row] === fold);
    const labels = Uint8Array.from(test, (row) => stays.labels[row]!);
    const data = toTrainingData(stays, learn);
    const run = { data, rows: learn, settings, directions: new Map() };
    const workers = startBagWorkers(run);
    const { model } = await trainEnsemble(run, workers).finally(() => workers.close());
    for (let view = 0; view < VIEWS.length; view++) {
      const p = calibratedLogits(model, data, view, test).map(logistic);
      for (const [i, row] of test.entries()) probabilities[view]![row] = p[i]!;
      aurocs[view]!.push(auroc(p, labels) ?? Number.NaN);
      rivals[view]!.push(auroc(fitLogisticRegression(data, view, learn).logits(test), labels) ?? Number.NaN);
    }
    progress(
      `fold ${fold + 1} of ${count}: ${VIEWS.map((view, i) => `${view} ${aurocs[i]![fold]!.toFixed(4)} (logistic regression ${rivals[i]![fold]!.toFixed(4)})`).join(", ")}`,
    );
  }
  const byView = (of: (view: number) => CrossValidation["views"][View]) =>
    Object.fromEntries(VIEWS.map((view, index) => [view, of(index)])) as CrossValidation["views"];
  const report: CrossValidation = {
    folds: count,
    n: rows,
    positives: stays.labels.reduce((sum, label) => sum + label, 0),
    views: byView((view) => {
      const line = calibrationLine(probabilities[view]!, stays.labels);
      return {
        auroc: rounded(mean(aurocs[view]!)),
        foldAurocs: aurocs[view]!.map(rounded),
        logisticRegressionAuroc: rounded(mean(rivals[view]!)),
        auprc: rounded(auprc(probabilities[view]!, stays.labels) ?? Number.NaN),
        ece: rounded(expectedCalibrationError(probabilities[view]!, stays.labels)),
        calibrationSlope: rounded(line?.slope ?? Number.NaN),
        calibrationIntercept: rounded(line?.intercept ?? Number.NaN),
      };
    }),
  };
  return { probabilities, report };
}
