import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { StayView } from "@/lib/core/worklist/stay-view";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

/** What stands where a score would, while the model is silent. */
export const SILENT_REASON = "Model scores are not shown yet.";

/** A row without anything the model said, nor anything said about that. LACE, HOSPITAL and the stay itself remain. */
export function silenceRow(row: WorklistRow): WorklistRow {
  return {
    ...row,
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
    ...scored,
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
    ...view,
    predictionId: null,
    scored: view.scored && silenceScored(view.scored),
    driverSentences: [],
    scoredAt: null,
    history: [],
    flags: [],
    responses: [],
    may: { ...view.may, flag: false, respond: false },
  };
}
