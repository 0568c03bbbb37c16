import type { CardFeedback } from "@/lib/core/cds/override-reasons";
import type { View } from "@/lib/core/features/feature-spec";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { CheckedHere } from "@/lib/core/validation/provenance";
import type { FlagView } from "@/lib/core/worklist/flag-view";
import type { InterventionView } from "@/lib/core/worklist/intervention";
import type { LeavingGroup } from "@/lib/core/worklist/leaving-group";
import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";
import type { PastPrediction } from "@/lib/core/worklist/prediction-history";
import type { ResponseView } from "@/lib/core/worklist/response";

/** How a number compares with what happened, on stays the model had not learnt from. */
export interface CalibrationFacts {
  readonly stays: number;
  /** Mean distance between the number and the observed share, 0–1 (ten equal groups by number). */
  readonly meanError: number | null;
}

/** What a reader needs to know about the model behind a number. */
export interface ModelFacts {
  readonly task: string;
  readonly version: string;
  /** e.g. "any readmission within 30 days of discharge". */
  readonly target: string;
  /** What it was trained on, in one sentence. */
  readonly trainedOn: string;
  /** Where that was, in a few words, e.g. "US hospitals 1999–2008". */
  readonly learntFrom: string;
  /** Whom it is for, in one sentence. */
  readonly intendedPopulation: string;
  /** Readmission rate where it was trained, 0–1; null where the manifest does not say. */
  readonly baseRate: number | null;
  /** How often past stays scored like this were readmitted, by view; null where the manifest does not say. */
  readonly calibration: Readonly<Record<View, CalibrationFacts>> | null;
  /** What `stability` was told by; null where it was not. */
  readonly bags: {
    readonly count: number /** Share of the patients each was learnt without, 0–1. */;
    readonly leftOut: number;
  } | null;
}

/** The FHIR resource a driver came from, in words, so that evidence can be opened without leaving the page. */
export interface EvidenceView {
  /** e.g. "Encounter/123". */
  readonly reference: string;
  /** e.g. "Inpatient stay, 3–9 March 2026". */
  readonly description: string;
  /** The day it is about, YYYY-MM-DD; null where none is recorded. */
  readonly day: string | null;
}

/** One patient's stay with its newest prediction, as the patient screen shows it. Times are ISO-8601. */
export interface StayView {
  readonly stayId: string;
  readonly patient: PatientIdentity;
  readonly wardId: string;
  readonly wardName: string;
  readonly bed: string | null;
  readonly admittedAt: string | null;
  readonly dischargedAt: string | null;
  readonly dayOfStay: number | null;
  readonly plannedEndAt: string | null;
  readonly leaving: LeavingGroup;
  /** null where the stay has not been scored yet. */
  readonly predictionId: string | null;
  readonly scored: ScoredStay | null;
  /** A sentence for each of `scored.drivers`, in the same order; tells "not recorded" from "not yet known". */
  readonly driverSentences: readonly string[];
  readonly scoredAt: string | null;
  /** The version that should have scored this stay and failed; left out or null where none did. */
  readonly insteadOf?: string | null | undefined;
  /** When this patient's record was last read; what came later is in nothing here. */
  readonly readAt: string;
  /** The same, where the newest reading of the source did not get this record; null where it did. */
  readonly notReadSince: string | null;
  /** Newest first, the one shown above among them; at most `HISTORY_MAXIMUM`. */
  readonly history: readonly PastPrediction[];
  readonly model: ModelFacts | null;
  /** The newest local validation of the serving model; null where there was none. */
  readonly checkedHere: CheckedHere | null;
  /** Where the model learnt and whether it was checked here, in one sentence: stands beside every score. */
  readonly provenance: string;
  /** Why this reader sees no scores while the model is silent, in one sentence; null where they are shown. */
  readonly silentBecause: string | null;
  /** Described once per reference that a driver or a score points to. */
  readonly evidence: readonly EvidenceView[];
  /** Newest first; withdrawn ones stay visible as withdrawn. */
  readonly flags: readonly FlagView[];
  /** What was done in the EHR with cards about this stay, newest first. */
  readonly cardFeedback: readonly CardFeedback[];
  /** What was done, newest first; what was taken back stays in it as withdrawn. */
  readonly interventions: readonly InterventionView[];
  /** What readers answered to the scores, newest first; withdrawn ones stay. */
  readonly responses: readonly ResponseView[];
  /** Until when this stay of another ward is open to the reader, who gave a reason; null on their own wards. */
  readonly openedOutsideWardsUntil: string | null;
  /** What the reader may do here; the server decides again when they do it. */
  readonly may: { readonly flag: boolean; readonly note: boolean; readonly respond: boolean };
}
