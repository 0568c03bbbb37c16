import type { LabelTarget } from "@/lib/core/labels/label";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { InterventionKind } from "@/lib/core/worklist/intervention";
import type { ScoreRange } from "@/lib/core/worklist/worklist-row";

/** Who a patient is, for checking that a model is right for everybody; never features. null: not recorded. */
export interface SnapshotSubgroups {
  readonly sex: string | null;
  /** Band of the age at discharge, e.g. "70–79". */
  readonly age: string | null;
  readonly race: string | null;
  readonly ethnicity: string | null;
  readonly payer: string | null;
  readonly language: string | null;
}

/** Immutable rows of the database that a row of a snapshot was made from: with them it can be made again. */
export interface SnapshotSources {
  readonly labelId: number;
  /** Where the features, LACE and HOSPITAL are from. */
  readonly predictionId: string;
  /** What was said while it could still help; null where nothing was. */
  readonly predictionThenId: string | null;
  readonly interventionIds: readonly string[];
}

/** One index stay of a training set, with what followed it. */
export interface SnapshotRow {
  readonly stayId: string;
  readonly patientId: string;
  readonly wardId: string | null;
  /** ISO-8601, UTC. */
  readonly dischargedAt: string;
  /** One encoded value per row of the feature table, discharge view. */
  readonly features: readonly number[];
  /** 1: readmitted within 30 days, by the snapshot's target. */
  readonly label: 0 | 1;
  /**
   * Died within the 30 days without such a readmission: a competing event, not a success. Its label is 0; the composite
   * "readmitted or died" is `label === 1 || died`.
   */
  readonly died: boolean;
  /** What was noted as done before the 30 days, or the readmission, were over; sorted, "none" left out. */
  readonly treated: readonly InterventionKind[];
  /** What the newest prediction said that was stored within a day of discharge and before any readmission. */
  readonly tierThen: Tier | null;
  /** 0–1. */
  readonly probabilityThen: number | null;
  readonly modelVersionThen: string | null;
  readonly lace: ScoreRange | null;
  readonly hospital: ScoreRange | null;
  readonly subgroups: SnapshotSubgroups;
  /** Patient, stay or readmission made by a simulation. */
  readonly simulated: boolean;
  readonly sources: SnapshotSources;
}

/** Which stays a snapshot holds. Times are ISO-8601, UTC. */
export interface SnapshotQuery {
  /** What was known then: labels that had matured by then, predictions and notes stored by then. */
  readonly asOf: string;
  readonly target: LabelTarget;
  /** Discharged at or after; null: since ever. */
  readonly dischargedFrom: string | null;
  /** Discharged before; null: no end but `asOf`. */
  readonly dischargedBefore: string | null;
  /**
   * "applied": values corrected and stays left out as reviewers decided. "corrections-only": values corrected, nobody
   * left out. "none": as recorded. A gate's hold-out is never one of the first.
   */
  readonly adjudications: "applied" | "corrections-only" | "none";
}
