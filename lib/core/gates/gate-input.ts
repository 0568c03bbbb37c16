import type { Tier } from "@/lib/core/model/scored-stay";
import type { AttritionStep } from "@/lib/core/validation/validation-input";
import type { ScoreRange } from "@/lib/core/worklist/worklist-row";

/** One of the two versions that are compared. */
export interface GatedVersion {
  readonly version: string;
  /** What it predicts, in words. */
  readonly target: string;
  /** The last discharge it learnt from, ISO-8601; null where that is not known. */
  readonly learntUntil: string | null;
  /** Lowest probability (0–1) of each tier above low. */
  readonly operatingPoints: Readonly<Record<Exclude<Tier, "low">, number>>;
}

/** The same stay after what reviewers found wrong was put right: its outcome, its values, or both. */
export interface CorrectedStay {
  readonly outcome: 0 | 1;
  readonly champion: number | null;
  readonly candidate: number | null;
}

/** One stay of the hold-out: known outcome, and what both versions say of it. */
export interface HoldOutRow {
  readonly patientId: string;
  readonly stayId: string;
  /** ISO-8601. */
  readonly dischargedAt: string;
  readonly outcome: 0 | 1;
  /** Died within the 30 days without a readmission: counts as not readmitted, and is counted apart. */
  readonly died: boolean;
  /** Something was noted as done for this patient before the 30 days were over. */
  readonly treated: boolean;
  /** Probability (0–1) by the champion; null where it abstains. */
  readonly champion: number | null;
  readonly candidate: number | null;
  readonly lace: ScoreRange | null;
  readonly hospital: ScoreRange | null;
  /** Variable → level in words, e.g. Sex → female; what is not recorded has no entry. */
  readonly subgroups: Readonly<Record<string, string>>;
  /** null where no reviewer changed anything. */
  readonly corrected: CorrectedStay | null;
}

/** The 95th of a hundred scorings of one stay, in milliseconds. */
export interface Latency {
  readonly champion: number;
  readonly candidate: number;
  /** Stays timed, one at a time. */
  readonly stays: number;
}

export interface GateInput {
  readonly task: string;
  /** ISO-8601. */
  readonly at: string;
  /** What counts as an outcome in these rows, in words. */
  readonly target: string;
  readonly champion: GatedVersion;
  readonly candidate: GatedVersion;
  /** Every stay of the hold-out: none is left out because somebody flagged it. */
  readonly rows: readonly HoldOutRow[];
  readonly attrition: readonly AttritionStep[];
  /** Any outcome among the rows was made by a simulation. */
  readonly simulated: boolean;
  /** How many can be called: a share (0–1) of all stays, and where that number is from, in words. */
  readonly capacity: { readonly share: number; readonly source: string };
  /** null where it could not be measured. */
  readonly latency: Latency | null;
}
