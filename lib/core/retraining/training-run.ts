import type { Experiment } from "@/lib/core/retraining/experiment";
import type { Trial } from "@/lib/core/retraining/retrain-ensemble";
import type { TreatmentReport } from "@/lib/core/retraining/treated-stays";

export interface TrainingLogLine {
  /** ISO-8601, UTC. */
  readonly at: string;
  readonly line: string;
}

/** What a person chose; the trainer's own settings are in the report. */
export interface TrainingRunSettings {
  readonly seed: number;
  readonly bags: number;
  readonly folds: number;
}

/** How the result looks on local patients held out of it, at discharge. */
export interface HeldOutFigures {
  readonly stays: number;
  readonly readmissions: number;
  readonly auroc: number | null;
  readonly aurocCi95: readonly [number, number] | null;
  readonly calibrationSlope: number | null;
  readonly ece: number | null;
}

/** What a run leaves behind beside the model; kept with the version. */
export interface TrainingRunReport {
  readonly experiment: Experiment;
  readonly treatment: TreatmentReport;
  /** How the strength was chosen, best first. */
  readonly trials: readonly Trial[];
  readonly heldOut: HeldOutFigures;
  readonly seconds: number;
  /** Outcomes in the training set were made by a simulation. */
  readonly simulated: boolean;
}

/** A run as its screen shows it. Times are ISO-8601, UTC. */
export interface TrainingRunView {
  readonly id: string;
  readonly snapshotId: string;
  readonly parentVersion: string;
  readonly version: string;
  readonly settings: TrainingRunSettings;
  readonly why: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
  /** 0–1 */
  readonly progress: number;
  readonly log: readonly TrainingLogLine[];
  readonly attempts: number;
  readonly report: TrainingRunReport | null;
  readonly byName: string;
  readonly askedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly isCancelling: boolean;
}

/** A training set one could learn from. */
export interface TrainingSetView {
  readonly id: string;
  readonly at: string;
  readonly asOf: string;
  readonly stays: number;
  readonly positives: number;
  readonly simulated: boolean;
  readonly sha256: string;
  /** What it counts, in words. */
  readonly target: string;
}

export interface TrainingRunsView {
  readonly runs: readonly TrainingRunView[];
  readonly snapshots: readonly TrainingSetView[];
  readonly championVersion: string;
  readonly mayStart: boolean;
  readonly timeZone: string;
}
