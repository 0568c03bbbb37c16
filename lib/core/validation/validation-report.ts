import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import type { DecisionCurve } from "@/lib/core/evaluation/decision-curve";
import type { AttritionStep, ValidatedModel } from "@/lib/core/validation/validation-input";
import type { ValidationVerdict } from "@/lib/core/validation/verdict";

/** A figure with its 95 % interval; null where the rows do not define it. */
export interface Figure {
  readonly value: number | null;
  readonly ci95: Interval | null;
}

/** A tenth of the stays by ascending probability. */
export interface CalibrationPoint {
  readonly n: number;
  /** Mean probability. */
  readonly expected: number;
  readonly readmitted: number;
  /** Share readmitted. */
  readonly observed: number;
  /** Wilson. */
  readonly ci95: Interval | null;
}

/** Discrimination and calibration of some of the stays; figures are null below the minimum cell. */
export interface GroupResult {
  readonly variable: string;
  readonly level: string;
  readonly n: number;
  readonly readmissions: number;
  readonly auroc: Figure;
  readonly oe: Figure;
  readonly ece: number | null;
}

/** What calling everybody above a point would have meant. */
export interface OperatingPointResult {
  readonly name: string;
  /** Lowest probability (0–1), or fewest points. */
  readonly from: number;
  readonly flagged: number;
  /** Of the flagged. */
  readonly readmitted: number;
  /** Share of all stays that were flagged. */
  readonly flaggedShare: number | null;
  /** Share of the flagged that were readmitted, with Wilson's interval. */
  readonly yield: Figure;
  /** Share of all readmissions that were among the flagged. */
  readonly found: number | null;
}

/** One rule of the verdict, what was measured and what it should be. */
export interface RuleResult {
  readonly name: string;
  /** The rule in words. */
  readonly rule: string;
  /** What was measured, in words. */
  readonly measured: string;
  /** "undecided": the estimate is where it should be, its interval reaches beyond. */
  readonly state: "met" | "not-met" | "undecided";
}

/** A local validation of one model version, complete: what is printed, stored and shown. */
export interface LocalValidationReport {
  readonly schemaVersion: 1;
  readonly model: ValidatedModel;
  /** ISO-8601. */
  readonly at: string;
  readonly simulated: boolean;
  /** First and last discharge analysed, ISO-8601; null of no stays. */
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly attrition: readonly AttritionStep[];
  readonly stays: number;
  readonly patients: number;
  readonly readmissions: number;
  /** Died within 30 days without having been readmitted; they count as not readmitted. */
  readonly died: number;
  readonly verdict: ValidationVerdict;
  readonly rules: readonly RuleResult[];
  /** What a reader must know beside the verdict. */
  readonly cautions: readonly string[];
  readonly discrimination: {
    readonly auroc: Figure;
    readonly lace: Figure;
    readonly hospital: Figure;
    /** AUROC of the model less that of LACE, on the same resamples. */
    readonly aboveLace: Figure;
    readonly aboveHospital: Figure;
    /** Stays with both published scores, on which the differences are measured. */
    readonly comparedStays: number;
    /** Of these, how many had a published score that is a range because something was not recorded. */
    readonly incompleteScores: { readonly lace: number; readonly hospital: number };
  };
  readonly calibration: {
    /** Readmissions observed over expected. */
    readonly oe: Figure;
    readonly slope: Figure;
    /** Of the same logistic line as the slope. */
    readonly intercept: Figure;
    readonly ece: number | null;
    readonly curve: readonly CalibrationPoint[];
  };
  readonly brier: number | null;
  /** Brier score of giving everybody the rate that was observed here. */
  readonly brierOfRate: number | null;
  readonly decision: DecisionCurve;
  readonly operatingPoints: readonly OperatingPointResult[];
  /** Predictions stored in time, and those made in hindsight. */
  readonly timing: readonly GroupResult[];
  /** What the model knew when it spoke. */
  readonly views: readonly GroupResult[];
  readonly subgroups: readonly GroupResult[];
  readonly bootstrap: { readonly resamples: number; readonly seed: number };
}
