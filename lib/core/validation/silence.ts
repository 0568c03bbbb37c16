import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { StayView } from "@/lib/core/worklist/stay-view";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

// Every field is named, kept ones first: a field added later must be put on one side or the other to compile.

/** What stands where a score would, while the model is silent. */
export const SILENT_REASON = "Model scores are not shown yet.";

/** A row without anything the model said, nor anything said about that. LACE, HOSPITAL and the stay itself remain. */
export function silenceRow(row: WorklistRow): WorklistRow {
  return {
    stayId: row.stayId,
    patient: row.patient,
    wardId: row.wardId,
    wardName: row.wardName,
    bed: row.bed,
    admittedAt: row.admittedAt,
    dayOfStay: row.dayOfStay,
    plannedEndAt: row.plannedEndAt,
    leaving: row.leaving,
    lace: row.lace,
    hospital: row.hospital,
    lastAction: row.lastAction,
    issueCount: row.issueCount,
    notReadSince: row.notReadSince,

    predictionId: null,
    probability: null,
    tier: null,
    view: null,
    topDrivers: [],
    abstentionReasons: [SILENT_REASON],
    openFlagCount: 0,
    latestFlag: null,
    change: null,
    lastResponse: null,
    scoredAt: null,
    modelVersion: null,
  };
}

/** A scored stay without the model's part: the published scores and the data issues remain. */
export function silenceScored(scored: ScoredStay): ScoredStay {
  return {
    patientId: scored.patientId,
    stayId: scored.stayId,
    encounterIds: scored.encounterIds,
    admittedAt: scored.admittedAt,
    dischargedAt: scored.dischargedAt,
    scores: scored.scores,
    target: scored.target,
    view: scored.view,
    issues: scored.issues,
    modelVersion: scored.modelVersion,

    probability: null,
    tier: null,
    stability: null,
    baseline: null,
    drivers: [],
    applicability: { inScope: false, reasons: [SILENT_REASON] },
  };
}

/** A patient's page without the model's part; there is nothing to flag either. */
export function silenceStay(view: StayView): StayView {
  return {
    stayId: view.stayId,
    patient: view.patient,
    wardId: view.wardId,
    wardName: view.wardName,
    bed: view.bed,
    admittedAt: view.admittedAt,
    dischargedAt: view.dischargedAt,
    dayOfStay: view.dayOfStay,
    plannedEndAt: view.plannedEndAt,
    leaving: view.leaving,
    readAt: view.readAt,
    notReadSince: view.notReadSince,
    model: view.model,
    checkedHere: view.checkedHere,
    provenance: view.provenance,
    silentBecause: view.silentBecause,
    evidence: view.evidence,
    interventions: view.interventions,
    openedOutsideWardsUntil: view.openedOutsideWardsUntil,

    predictionId: null,
    scored: view.scored && silenceScored(view.scored),
    driverSentences: [],
    scoredAt: null,
    history: [],
    flags: [],
    cardFeedback: [],
    responses: [],
    may: { ...view.may, flag: false, respond: false },
  };
}
