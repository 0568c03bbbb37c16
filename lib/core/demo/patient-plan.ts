import type { DemoWard } from "@/lib/core/demo/demo-wards";

/** What a patient went through, before it is written as FHIR. Times are epoch ms. */
export interface PatientPlan {
  /** Every id of the patient is made from it: 1 … for current patients, day of discharge × 100 + place for past ones. */
  readonly number: number;
  readonly sex: "female" | "male";
  readonly family: string;
  readonly given: readonly string[];
  readonly birthDate: string;
  /** Level of the fit's race variable. */
  readonly race: string;
  readonly hasDiabetes: boolean;
  /** ICD-10-CM codes on the problem list, with when each began. */
  readonly problems: readonly { readonly code: string; readonly since: number }[];
  readonly stays: readonly StayPlan[];
  readonly visits: readonly VisitPlan[];
  readonly diedAt: number | null;
}

export interface CodedDiagnosis {
  readonly code: string;
  readonly title: string;
  /** Category in the diagnosis catalogue. */
  readonly category: string;
}

export interface StayPlan {
  readonly id: string;
  /** null: in another hospital, whose wards and beds nobody here knows. */
  readonly place: { readonly ward: DemoWard; readonly bed: string } | null;
  readonly start: number;
  /** null while the patient is still there. */
  readonly end: number | null;
  readonly plannedEnd: number | null;
  /** Days the whole stay lasts, as far as it is planned. */
  readonly lengthDays: number;
  readonly admissionType: string;
  readonly admissionSource: string;
  /** Level of the fit's specialty variable. */
  readonly specialty: string;
  /** Level of the fit's disposition variable, or "died"; null while nothing is recorded. */
  readonly disposition: string | null;
  readonly diagnoses: readonly CodedDiagnosis[];
  /** Counts of the whole stay; a current stay has gathered its share of them so far. */
  readonly labCount: number;
  readonly medicationCount: number;
  readonly procedureCount: number;
  readonly hba1c: string;
  readonly glucose: string;
  readonly insulin: string;
  readonly metformin: string;
  readonly sulfonylurea: string;
  readonly pioglitazone: string;
  /** A spell in intensive care, over by now; null for most stays. */
  readonly intensiveCare: { readonly from: number; readonly to: number } | null;
  /** false for a stay that only counts as history: its main diagnosis and little else is on record. */
  readonly detailed: boolean;
  /** What came after it, or that it came after another, was decided by the generator, not by life. */
  readonly simulatedOutcome: boolean;
}

export interface VisitPlan {
  readonly id: string;
  readonly kind: "emergency" | "outpatient";
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}
