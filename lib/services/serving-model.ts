import type { PreparedStay } from "@/lib/core/model/prepared-stay";
import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { ServingModel } from "@/lib/services/house";

// TEMPORARY until lib/io/onnx lands: no model, so nothing is scored and the published scores stand alone.
function withoutModel(stay: PreparedStay): ScoredStay {
  const { encoded: _encoded, evidence: _evidence, patientId, stayId, encounterIds, admittedAt, dischargedAt } = stay;
  return {
    patientId,
    stayId,
    encounterIds,
    admittedAt,
    dischargedAt,
    probability: null,
    tier: null,
    baseline: null,
    drivers: [],
    scores: stay.scores,
    target: "any-readmission-30d",
    view: stay.view,
    applicability: { inScope: false, reasons: ["No model is installed.", ...stay.applicability.reasons] },
    issues: stay.issues,
    modelVersion: "none",
  };
}

/** The model this server scores with; throws a Fault in one sentence where it is not what it should be. */
export async function openServingModel(_root: string): Promise<ServingModel> {
  return {
    facts: {
      task: "readmission",
      version: "none",
      target: "any readmission within 30 days of discharge",
      trainedOn: "",
      intendedPopulation: "",
      baseRate: null,
    },
    score: async (stays) => stays.map(withoutModel),
  };
}
