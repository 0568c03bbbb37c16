import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import type { OutcomeWatch } from "@/lib/core/monitoring/outcome-watch";
import type { CalibrationPoint, GroupResult } from "@/lib/core/validation/validation-report";

/** One value or range of a feature, as shares (0–1) of what was recorded before and now. */
export interface FeatureCell {
  readonly label: string;
  readonly before: number;
  readonly now: number;
}

/** A feature of the last week beside the reference. */
export interface FeatureReport {
  /** Feature name; "score" for the model's own answer. */
  readonly name: string;
  readonly label: string;
  readonly psi: number;
  /** What chance alone exceeds in 1 of 1,000 samples of this size. */
  readonly psiByChance: number;
  readonly jensenShannon: number;
  /** In the feature's unit; null for categories. */
  readonly wasserstein: number | null;
  readonly unit: string | null;
  /** Not adjusted for the number of features. */
  readonly p: number;
  readonly missingBefore: number;
  readonly missingNow: number;
  readonly cells: readonly FeatureCell[];
}

/** Four weeks of discharges. */
export interface PerformanceChunk {
  /** Local days, both included. */
  readonly from: string;
  readonly to: string;
  readonly stays: number;
  /** Of them, those nobody scored before a day after they had left; not counted in reports before 0.4. */
  readonly hindsight?: number;
  /** null where there are too few stays, or too few readmissions are expected. */
  readonly estimated: {
    readonly auroc: number | null;
    /** How far what comes of so many stays would lie from it by chance; not in reports before 0.4. */
    readonly aurocCi95?: Interval | null;
    readonly auprc: number | null;
    readonly brier: number | null;
    /** Not in reports before 0.4. */
    readonly auprcCi95?: Interval | null;
    readonly brierCi95?: Interval | null;
  };
  /** Stays whose 30 days are over; null until nine in ten of the chunk's are. */
  readonly realised: RealisedPerformance | null;
}

/** Figures but for O/E are null where there are too few stays or readmissions (`MINIMUM_CELL`). */
export interface RealisedPerformance {
  readonly stays: number;
  readonly events: number;
  readonly auroc: number | null;
  readonly aurocCi95: Interval | null;
  readonly auprc: number | null;
  readonly brier: number | null;
  readonly observedExpected: number | null;
  readonly observedExpectedCi95: Interval | null;
  readonly slope: number | null;
  /** Not in reports before 0.4. */
  readonly auprcCi95?: Interval | null;
  readonly brierCi95?: Interval | null;
  readonly slopeCi95?: Interval | null;
}

/** Everything a look at one version found. Days are local, YYYY-MM-DD. */
export interface MonitoringReport {
  /** null: too few days or stays to compare with yet. */
  readonly reference: { readonly from: string; readonly to: string; readonly stays: number } | null;
  /** Days and stays there were when the reference was chosen; so far, while it is not. */
  readonly soFar: { readonly days: number; readonly stays: number };
  readonly window: { readonly from: string; readonly to: string; readonly stays: number } | null;
  readonly features: readonly FeatureReport[];
  readonly abstained: { readonly before: number; readonly now: number } | null;
  readonly called: { readonly before: number; readonly now: number } | null;
  /** Oldest first. */
  readonly performance: readonly PerformanceChunk[];
  readonly curve: readonly CalibrationPoint[];
  readonly groups: readonly GroupResult[];
  /** Not in reports before 0.4. */
  readonly returns?: Omit<OutcomeWatch, "signals">;
  readonly lastPredictionDay: string | null;
  /** Days of what the EHR sent that are on record. */
  readonly sourceDays: number;
  /** Outcomes among these were made by a simulation. */
  readonly simulated: boolean;
  readonly seconds: number;
}
