import type { View } from "@/lib/core/features/feature-spec";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { ScoreRange } from "@/lib/core/worklist/worklist-row";

/** One index stay whose 30 days are over, with what the model had said of it. Times are ISO-8601. */
export interface ValidationRow {
  readonly patientId: string;
  readonly stayId: string;
  /** 0–1. */
  readonly probability: number;
  readonly outcome: 0 | 1;
  /** Died within the 30 days without having been readmitted: counts as not readmitted, and is counted apart. */
  readonly died: boolean;
  readonly lace: ScoreRange | null;
  readonly hospital: ScoreRange | null;
  readonly view: View;
  readonly dischargedAt: string;
  readonly readmittedAt: string | null;
  readonly scoredAt: string;
  /** Variable → level in words, e.g. sex → female; what is not recorded has no entry. */
  readonly subgroups: Readonly<Record<string, string>>;
}

/** One step of the attrition table: what remains, and what this step left out by reason. */
export interface AttritionStep {
  readonly step: string;
  readonly stays: number;
  readonly leftOut: readonly { readonly reason: string; readonly stays: number }[];
}

/** Which model is validated, against what. */
export interface ValidatedModel {
  readonly task: string;
  readonly version: string;
  /** In words, e.g. "any readmission within 30 days of discharge". */
  readonly target: string;
  readonly learntFrom: string;
  readonly trainedOn: string;
  readonly intendedPopulation: string;
  /** Lowest probability (0–1) of each tier above low. */
  readonly operatingPoints: Readonly<Record<Exclude<Tier, "low">, number>>;
}

export interface ValidationInput {
  readonly model: ValidatedModel;
  /** ISO-8601. */
  readonly at: string;
  readonly rows: readonly ValidationRow[];
  readonly attrition: readonly AttritionStep[];
  /** Any outcome among the rows was made by a simulation. */
  readonly simulated: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Whether a prediction was stored as it would be in use: no later than a day after discharge, and before any
 * readmission. A later one was made in hindsight, from a record that may hold what came after.
 */
export function isProspective({ scoredAt, dischargedAt, readmittedAt }: ValidationRow): boolean {
  const scored = Date.parse(scoredAt);
  if (readmittedAt !== null && scored >= Date.parse(readmittedAt)) return false;
  return scored <= Date.parse(dischargedAt) + DAY_MS;
}
