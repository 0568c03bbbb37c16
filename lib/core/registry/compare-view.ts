import type { Comparison, GateReport, GroupGate, TierMove } from "@/lib/core/gates/gate-report";
import type { OverlaidShapes } from "@/lib/core/model/overlay-shapes";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { TrainingResult } from "@/lib/core/validation/models-view";

/** A patient in hospital now whom the two versions put in different tiers. Probabilities are 0–1. */
export interface MovedPatient {
  readonly stayId: string;
  readonly name: string;
  readonly wardName: string;
  readonly bed: string | null;
  readonly first: { readonly probability: number | null; readonly tier: Tier | null };
  readonly second: { readonly probability: number | null; readonly tier: Tier | null };
}

/** One side of a comparison. */
export interface ComparedVersion {
  readonly version: string;
  readonly target: string;
  readonly isExplained: boolean;
  /** How it did where it learnt, by what was known. */
  readonly results: readonly TrainingResult[];
}

/** Two versions side by side. */
export interface CompareView {
  readonly first: ComparedVersion;
  readonly second: ComparedVersion;
  /** Every version there is, for choosing others. */
  readonly versions: readonly string[];
  /** What must be said where the two predict different things; null where they predict the same. */
  readonly targetDifference: string | null;
  /** The newest time one of the two was held against the other, on the same stays; null where none was. */
  readonly onSameStays: {
    readonly id: string;
    readonly at: string;
    readonly champion: string;
    readonly candidate: string;
    readonly simulated: GateReport["simulated"];
    readonly comparison: Comparison;
    readonly groups: readonly GroupGate[];
    readonly tierMoves: readonly TierMove[];
  } | null;
  /** null where one of the two does not say why. */
  readonly shapes: OverlaidShapes | null;
  /** Patients in hospital now: how many move between tiers, and who, as far as this reader may see. */
  readonly now: {
    readonly compared: number;
    readonly moves: readonly TierMove[];
    /** null: this reader sees counts alone. */
    readonly patients: readonly MovedPatient[] | null;
  };
  readonly timeZone: string;
}
