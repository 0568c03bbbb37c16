import type { View } from "@/lib/core/features/feature-spec";
import type { Tier } from "@/lib/core/model/scored-stay";
import type { FlagSummary } from "@/lib/core/worklist/flag-view";
import type { InterventionSummary } from "@/lib/core/worklist/intervention";
import type { LeavingGroup } from "@/lib/core/worklist/leaving-group";
import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";
import type { DismissalReason, ResponseKind } from "@/lib/core/worklist/response";
import type { RiskChange } from "@/lib/core/worklist/risk-change";

/** A published score as a range: low = high once nothing can change it. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
}

/** One of the strongest reasons, in a sentence. */
export interface TopDriver {
  readonly feature: string;
  readonly sentence: string;
  /** Log-odds; positive raises the risk. */
  readonly contribution: number;
}

/** The newest answer to a prediction of the stay that was not taken back. Times are ISO-8601. */
export interface ResponseSummary {
  readonly kind: ResponseKind;
  /** Only where it was dismissed. */
  readonly reason: DismissalReason | null;
  readonly byName: string;
  readonly at: string;
  /** The prediction it answered has since been replaced by a newer one. */
  readonly aboutEarlierPrediction: boolean;
}

/** One current inpatient on the list. Times are ISO-8601; unknown is null, never zero. */
export interface WorklistRow {
  readonly stayId: string;
  /** The prediction shown, to be named when it is flagged; null where the stay has not been scored yet. */
  readonly predictionId: string | null;
  readonly patient: PatientIdentity;
  readonly wardId: string;
  readonly wardName: string;
  readonly bed: string | null;
  readonly admittedAt: string | null;
  /** Day of the stay, the day of admission being day 1; null where the admission time is unknown. */
  readonly dayOfStay: number | null;
  readonly plannedEndAt: string | null;
  readonly leaving: LeavingGroup;
  /** 0–1; null where the model abstains or has not scored the stay yet. */
  readonly probability: number | null;
  readonly tier: Tier | null;
  readonly view: View | null;
  /** Largest |contribution| first, at most three; empty without a probability. */
  readonly topDrivers: readonly TopDriver[];
  /** Why there is no probability, in plain words; empty where there is one. */
  readonly abstentionReasons: readonly string[];
  readonly lace: ScoreRange | null;
  readonly hospital: ScoreRange | null;
  readonly openFlagCount: number;
  readonly latestFlag: FlagSummary | null;
  /** A rise or fall since yesterday that is news. */
  readonly change: RiskChange | null;
  /** The newest thing done for this patient that was not taken back. */
  readonly lastAction: InterventionSummary | null;
  readonly lastResponse: ResponseSummary | null;
  /** Data issues of severity warning or error. */
  readonly issueCount: number;
  readonly scoredAt: string | null;
  /** The newest reading of the source did not get this patient's record: nothing since then is in this row. null: it did. */
  readonly notReadSince: string | null;
  readonly modelVersion: string | null;
}
