import type { LabelTarget } from "@/lib/core/labels/label";
import type { Manifest } from "@/lib/core/model/manifest";
import type { Experiment } from "@/lib/core/retraining/experiment";
import type { Trial } from "@/lib/core/retraining/retrain-ensemble";
import type { TreatedStays, TreatmentReport } from "@/lib/core/retraining/treated-stays";
import type { MetricStay } from "@/lib/core/training/make-manifest";
import type { LabelledStays } from "@/lib/core/training/training-data";
import type { TrainingSettings } from "@/lib/core/training/training-settings";
import type { NativeLatch } from "@/lib/io/native-latch";

/** Everything one retraining needs; plain data, for a thread of its own. */
export interface RetrainingOrder {
  readonly stays: LabelledStays;
  /** Of the same rows. */
  readonly about: readonly MetricStay[];
  readonly treatment: TreatedStays;
  readonly prior: { readonly manifest: Manifest; readonly onnx: Uint8Array };
  readonly settings: TrainingSettings;
  readonly experiment: { readonly folds: number; readonly bags: number; readonly mostStays: number };
  /** What the labels count. */
  readonly target: LabelTarget;
  readonly version: string;
  readonly source: string;
  readonly dataSha256: string;
  readonly attrition: Manifest["training"]["attrition"];
}

/** What the thread starts with. */
export interface RetrainingThreadData {
  readonly order: RetrainingOrder;
  readonly latch: NativeLatch;
}

export interface RetrainingResult {
  readonly manifest: Manifest;
  readonly onnx: Uint8Array;
  readonly experiment: Experiment;
  readonly treatment: TreatmentReport;
  /** How the strength was chosen, best first. */
  readonly trials: readonly Trial[];
}

/** What the thread says on the way. */
export type RetrainingSaid =
  | { readonly kind: "progress"; readonly share: number; readonly line: string }
  | { readonly kind: "done"; readonly result: RetrainingResult }
  | { readonly kind: "refused"; readonly sentence: string };
