import type { GatedVersion, Latency } from "@/lib/core/gates/gate-input";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { AttritionStep } from "@/lib/core/validation/validation-input";
import type { CalibrationPoint, Figure } from "@/lib/core/validation/validation-report";

/** "lacks-data" is no kind of passing: it says that nobody can know yet. */
export const GATE_STATES = ["passes", "fails", "lacks-data"] as const;
export type GateState = (typeof GATE_STATES)[number];

/** One gate: what is asked, what was measured, and what came of it. */
export interface GateResult {
  /** Stable kebab-case name. */
  readonly name: string;
  readonly title: string;
  /** The rule in words. */
  readonly rule: string;
  /** What was measured, in words. */
  readonly measured: string;
  readonly state: GateState;
}

/** One version on the stays both versions scored. */
export interface VersionMeasures {
  readonly auroc: Figure;
  /** Nats a stay. */
  readonly logLoss: number | null;
  readonly brier: number | null;
  readonly ece: number | null;
  readonly slope: Figure;
  readonly oe: Figure;
  readonly curve: readonly CalibrationPoint[];
  /** Net benefit per stay at the working threshold. */
  readonly netBenefit: number | null;
  /** Stays at or above this version's own point of "high". */
  readonly calls: number;
}

export interface Comparison {
  /** Stays both versions scored. */
  readonly stays: number;
  readonly readmissions: number;
  readonly champion: VersionMeasures;
  readonly candidate: VersionMeasures;
  /** Candidate less champion, on the same resamples of patients. */
  readonly aurocDifference: Figure;
  readonly logLossDifference: Figure;
  /** Probability (0–1) from which calling is worth it: the champion's point of "high". */
  readonly workingThreshold: number;
  readonly rivals: readonly { readonly name: string; readonly netBenefit: number | null }[];
}

/** A figure of both versions. */
export interface Both<Value> {
  readonly champion: Value;
  readonly candidate: Value;
}

/** One level of one variable. All figures are null where there are too few events. */
export interface GroupGate {
  readonly variable: string;
  readonly level: string;
  readonly stays: number;
  readonly readmissions: number;
  readonly state: GateState;
  /** What fails, in words; empty otherwise. */
  readonly failures: readonly string[];
  readonly oe: Both<number | null>;
  /** Share of the group's readmissions that are among those called at working capacity. */
  readonly sensitivity: Both<number | null>;
  readonly sensitivityDifference: Figure;
  /** Share of the group's calls that were readmitted. */
  readonly ppv: Both<number | null>;
  readonly ppvDifference: Figure;
  /** Share of all calls that go to this group. */
  readonly shareOfCalls: Both<number | null>;
  /** Share of the group without a probability. */
  readonly abstention: Both<number | null>;
}

export interface TierMove {
  readonly from: Tier | null;
  readonly to: Tier | null;
  readonly stays: number;
}

/** A candidate held against the champion, complete: what is stored and shown. */
export interface GateReport {
  readonly schemaVersion: 1;
  readonly task: string;
  /** ISO-8601. */
  readonly at: string;
  readonly target: string;
  readonly champion: GatedVersion;
  readonly candidate: GatedVersion;
  readonly simulated: boolean;
  /** First and last discharge of the hold-out, ISO-8601; null of no stays. */
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly attrition: readonly AttritionStep[];
  readonly stays: number;
  readonly patients: number;
  readonly readmissions: number;
  readonly died: number;
  readonly treated: number;
  readonly capacity: { readonly share: number; readonly source: string };
  readonly latency: Latency | null;
  readonly verdict: GateState;
  readonly gates: readonly GateResult[];
  readonly comparison: Comparison;
  readonly groups: readonly GroupGate[];
  /** Where both versions put the same stay; null is no tier. */
  readonly tierMoves: readonly TierMove[];
  /** The same with reviewers' corrections; null where there are none. The gates are decided without. */
  /** The same with "readmitted or died" as the outcome; null where nobody died, absent in older reports. */
  readonly composite?: Comparison | null;
  readonly withCorrections: {
    readonly correctedStays: number;
    readonly comparison: Comparison;
    /** Gates that would have come out otherwise. */
    readonly otherwise: readonly { readonly title: string; readonly without: GateState; readonly with: GateState }[];
  } | null;
  /** What a reader must know beside the verdict. */
  readonly cautions: readonly string[];
  readonly bootstrap: { readonly resamples: number; readonly groupResamples: number; readonly seed: number };
}
