import type { ReadLevel } from "@/lib/core/fhir/admission";
import type { Conditions } from "@/lib/core/fhir/condition-record";
import type { Disposition } from "@/lib/core/fhir/disposition";
import type { VisitGroup } from "@/lib/core/fhir/find-stays";
import type { PriorVisits } from "@/lib/core/fhir/prior-visits";
import type { StayDiagnoses } from "@/lib/core/fhir/stay-diagnoses";
import type { StayLabs } from "@/lib/core/fhir/stay-labs";
import type { StayMedications } from "@/lib/core/fhir/stay-medications";
import type { StayTimes } from "@/lib/core/fhir/stay-times";

/** Everything read about one stay, before it becomes features, scope facts and score inputs. */
export interface StayReading {
  readonly group: VisitGroup;
  /** `Encounter/id` of the first inpatient encounter. */
  readonly reference: string;
  readonly times: StayTimes;
  /** Completed years at admission. */
  readonly ageYears: number | null;
  /** The birth date is too coarse to tell whether the patient was an adult. */
  readonly isAdultUncertain: boolean;
  readonly sex: string;
  readonly patientReference: string | null;
  readonly admissionType: ReadLevel;
  readonly admissionSource: ReadLevel;
  readonly specialty: ReadLevel;
  /** Null where nothing is recorded, or not yet. */
  readonly disposition: Disposition | "unknown" | null;
  readonly prior: PriorVisits | null;
  readonly diagnoses: StayDiagnoses;
  readonly labs: StayLabs;
  readonly medications: StayMedications;
  /** References of procedures done in the stay; null where the source sends no procedures. */
  readonly procedures: readonly string[] | null;
  /** All conditions on record by now. */
  readonly conditions: Conditions;
  /** The patient died by the end of the stay, by the patient's own record. */
  readonly diedInStay: boolean;
  /** Words for where the patient was: names and types of the stay's places. */
  readonly placeWords: string;
}
