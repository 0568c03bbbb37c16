import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import { maskForView } from "@/lib/core/features/encode";
import { VIEWS } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import { binFeature, binOf, type FeatureBins } from "@/lib/core/training/bin-feature";

/** Stays to learn from, one row each, before binning. */
export interface LabelledStays {
  /** Row-major n × features, discharge view (everything known). */
  readonly encoded: Float32Array;
  readonly labels: Uint8Array;
  /** Patient number of each row: rows of one patient never part. */
  readonly patients: Uint32Array;
}

/**
 * Stays as bins, column by column, for each view in which a feature is known. Columns lie in shared memory so
 * that worker threads read one copy.
 */
export interface TrainingData {
  readonly rows: number;
  readonly bins: readonly FeatureBins[];
  /** [view][feature] → bin of each row, or null where the view hides the feature. */
  readonly columns: readonly (readonly (Uint8Array | null)[])[];
  readonly labels: Uint8Array;
  readonly patients: Uint32Array;
  /** First view (index) in which each feature is known. */
  readonly knownFrom: readonly number[];
  /** Features that go missing together when a source does not send a kind of record. */
  readonly feeds: readonly (readonly number[])[];
}

const FEEDS: TrainingData["feeds"] = [
  ["priorInpatient", "priorEmergency", "priorOutpatient"],
  ["primaryDiagnosis", "secondDiagnosis", "thirdDiagnosis", "diagnoses"],
  ["hba1c", "glucose", "labTests"],
  [...ANTIDIABETIC_DRUGS.map(({ feature }) => feature), "diabetesDrugs", "medications"],
  ["procedures"],
].map((names) => names.map(featureIndex));

const shared = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));

/** First view (index) in which each feature of a readmission model is known. */
export const KNOWN_FROM: readonly number[] = FEATURES.map(({ knownFrom }) => VIEWS.indexOf(knownFrom));

/** Whether a view reads the feature more coarsely than the discharge view does. */
const readsCoarsely = (feature: number, view: number): boolean => {
  const spec = FEATURES[feature];
  return spec?.kind === "categorical" && spec.coarse !== undefined && view < VIEWS.indexOf(spec.coarse.before);
};

/**
 * Bins labelled inpatient stays for training a readmission model.
 *
 * @param binRows row indices that decide the bins (a fold's training rows); every row is then binned
 */
export function toTrainingData(stays: LabelledStays, binRows: Uint32Array): TrainingData {
  const width = FEATURES.length;
  const bins = FEATURES.map((spec, feature) =>
    binFeature(
      spec,
      Float32Array.from(binRows, (row) => stays.encoded[row * width + feature]!),
    ),
  );
  return binStays(stays, bins);
}

/** Labelled stays in bins that are settled already: another model's. */
export function binStays(stays: LabelledStays, bins: readonly FeatureBins[]): TrainingData {
  const rows = stays.labels.length;
  const width = FEATURES.length;
  const discharge = VIEWS.length - 1;
  const full = FEATURES.map(() => shared(rows));
  // Where a view reads a feature as the discharge view does, it is the same column.
  const columns = VIEWS.map((_, view) =>
    FEATURES.map((_spec, feature) => {
      if (KNOWN_FROM[feature]! > view) return null;
      return readsCoarsely(feature, view) ? shared(rows) : full[feature]!;
    }),
  );
  for (let row = 0; row < rows; row++) {
    const known = stays.encoded.subarray(row * width, (row + 1) * width);
    for (let view = 0; view < VIEWS.length; view++) {
      const seen = view === discharge ? known : maskForView(known, VIEWS[view]!);
      for (let feature = 0; feature < width; feature++) {
        const own = view === discharge || readsCoarsely(feature, view);
        const column = columns[view]![feature];
        if (own && column) column[row] = binOf(bins[feature]!, seen[feature]!);
      }
    }
  }
  return { rows, bins, columns, labels: stays.labels, patients: stays.patients, knownFrom: KNOWN_FROM, feeds: FEEDS };
}
