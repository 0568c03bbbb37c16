import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import type { EdVisit } from "@/lib/core/admission/ktas-row";
import { logistic } from "@/lib/core/statistics/logistic";
import { calibratedLogits } from "@/lib/core/training/additive-model";
import { binFeature, binOf } from "@/lib/core/training/bin-feature";
import { learnFeatures, learnPairs, type TrainingRun } from "@/lib/core/training/learn-bag";
import { type Trained, trainEnsemble } from "@/lib/core/training/train-ensemble";
import type { TrainingData } from "@/lib/core/training/training-data";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/core/training/training-settings";

/** The one view there is: everything triage knows. */
export const TRIAGE_VIEW = 0;

/** Records that go missing together when a department does not send them. */
const FEEDS = [
  ["systolic", "diastolic", "heartRate", "respiratoryRate", "temperature"],
  ["oxygenSaturation"],
  ["consciousness"],
  ["inPain", "painScore"],
  ["complaint"],
].map((names) => names.map(edFeatureIndex));

/**
 * The trainer's settings for about a thousand visits: ridges a tenth of what seventy thousand stays bear, no pairs
 * (their cells would hold a handful of patients), more bags because each sees few patients.
 */
export const ADMISSION_SETTINGS: TrainingSettings = {
  ...DEFAULT_SETTINGS,
  bags: 16,
  learningRate: 0.1,
  minimumLeafHessian: 3,
  leafRidge: 4,
  levelRidge: 8,
  patience: 30,
  pairs: 0,
};

/** A less urgent triage level never raises the chance of admission, whatever a handful of visits say. */
const DIRECTIONS: TrainingRun["directions"] = new Map([[edFeatureIndex("triage"), -1]]);

/** Bins visits for training. `binRows` decide the bins (a fold's training rows); every row is then binned. */
export function toEdTrainingData(visits: readonly EdVisit[], binRows: Uint32Array): TrainingData {
  const bins = ED_FEATURES.map((spec, feature) =>
    binFeature(
      spec,
      Float32Array.from(binRows, (row) => visits[row]!.encoded[feature]!),
    ),
  );
  const columns = bins.map((of, feature) => Uint8Array.from(visits, ({ encoded }) => binOf(of, encoded[feature]!)));
  return {
    rows: visits.length,
    bins,
    columns: [columns],
    labels: Uint8Array.from(visits, ({ label }) => label),
    // The data set names no patients: every visit is taken for one of its own.
    patients: Uint32Array.from(visits.keys()),
    knownFrom: ED_FEATURES.map(() => TRIAGE_VIEW),
    feeds: FEEDS,
  };
}

/** Trains the admission model on some rows, in this thread: a thousand visits take a second. */
export async function trainAdmission(
  visits: readonly EdVisit[],
  rows: Uint32Array,
  settings: TrainingSettings,
): Promise<Trained & { readonly data: TrainingData }> {
  const data = toEdTrainingData(visits, rows);
  const run: TrainingRun = { data, rows, settings, directions: DIRECTIONS };
  const trained = await trainEnsemble(run, {
    features: async (bags) => bags.map((bag) => learnFeatures(run, bag)),
    pairs: async (tasks) => tasks.map(({ bag, learnt, chosen }) => learnPairs(run, bag, learnt, chosen)),
  });
  return { ...trained, data };
}

/** Probability (0–1) of each of the given rows. */
export const admissionProbabilities = ({ model, data }: Trained & { data: TrainingData }, rows: Uint32Array) =>
  calibratedLogits(model, data, TRIAGE_VIEW, rows).map(logistic);
