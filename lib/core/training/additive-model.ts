import { NOT_YET_KNOWN, VIEWS } from "@/lib/core/features/feature-spec";
import { type BinnedFeature, binOf } from "@/lib/core/training/bin-features";
import type { PairAxis } from "@/lib/core/training/pair-axis";

/** A term of one feature: log-odds per bin, for each bag. */
export interface MainTerm {
  readonly feature: number;
  readonly bags: readonly Float64Array[];
  readonly mean: Float64Array;
}

/** A term of two features: log-odds per cell (row-major a × b), for each bag. */
export interface PairTerm {
  readonly a: number;
  readonly b: number;
  readonly axisA: PairAxis;
  readonly axisB: PairAxis;
  readonly gain: number;
  readonly bags: readonly Float64Array[];
  readonly mean: Float64Array;
}

/** Log-odds of a view = scale × (raw baseline + Σ terms) + shift. */
export interface ViewCalibration {
  readonly scale: number;
  readonly shift: number;
  /** Uncalibrated baseline of each bag. */
  readonly bagBaselines: readonly number[];
}

/** A trained model, before it is written down. Terms are mains in feature order, then pairs by falling gain. */
export interface AdditiveModel {
  readonly features: readonly BinnedFeature[];
  readonly mains: readonly MainTerm[];
  readonly pairs: readonly PairTerm[];
  /** In the order of VIEWS. */
  readonly views: readonly ViewCalibration[];
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Calibrated baseline of a view in log-odds. */
export const viewBaseline = ({ scale, shift, bagBaselines }: ViewCalibration): number =>
  scale * mean(bagBaselines) + shift;

/** First view that knows both features of a pair. */
export const pairKnownFrom = (model: Pick<AdditiveModel, "features">, pair: Pick<PairTerm, "a" | "b">): number =>
  Math.max(model.features[pair.a]!.knownFrom, model.features[pair.b]!.knownFrom);

/**
 * Calibrated log-odds of one stay (one encoded value per feature, masked for its view) in double precision; the ONNX
 * graph says the same in single precision.
 */
export function scoreLogit(model: AdditiveModel, encoded: ArrayLike<number>, view: number): number {
  const calibration = model.views[view];
  if (!calibration) throw new RangeError(`View ${view} is none of ${VIEWS.join(", ")}`);
  const bins = model.features.map((feature, index) => {
    const value = encoded[index]!;
    return value === NOT_YET_KNOWN ? -1 : binOf(feature, value);
  });
  let sum = 0;
  for (const { feature, mean: shape } of model.mains) {
    const bin = bins[feature]!;
    if (bin >= 0) sum += shape[bin]!;
  }
  for (const { a, b, axisA, axisB, mean: shape } of model.pairs) {
    const binA = bins[a]!;
    const binB = bins[b]!;
    if (binA >= 0 && binB >= 0) sum += shape[axisA.cellOf[binA]! * axisB.cells + axisB.cellOf[binB]!]!;
  }
  return viewBaseline(calibration) + calibration.scale * sum;
}
