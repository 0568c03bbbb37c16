import type { StayReading } from "@/lib/core/fhir/stay-reading";
import type { ClinicalScore } from "@/lib/core/model/scored-stay";

export function toClinicalScores(_reading: StayReading): { lace: ClinicalScore; hospital: ClinicalScore } {
  const none: ClinicalScore = { low: 0, high: 19, maximum: 19, version: "", components: [], unknown: [] };
  return { lace: none, hospital: none };
}
