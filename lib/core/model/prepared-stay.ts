import type { View } from "@/lib/core/features/feature-spec";
import type { Applicability, ClinicalScore, DataIssue } from "@/lib/core/model/scored-stay";

/** One inpatient stay, read and encoded, before any model has seen it. */
export interface PreparedStay {
  readonly patientId: string;
  readonly stayId: string;
  readonly encounterIds: readonly string[];
  readonly admittedAt: string | null;
  readonly dischargedAt: string | null;
  readonly view: View;
  /** One value per row of the feature table, already masked for `view`. */
  readonly encoded: Float32Array;
  /** FHIR references per row of the feature table. */
  readonly evidence: readonly (readonly string[])[];
  readonly scores: { readonly lace: ClinicalScore; readonly hospital: ClinicalScore };
  readonly applicability: Applicability;
  readonly issues: readonly DataIssue[];
}
