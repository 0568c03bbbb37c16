/** Who a patient is, as a ward needs to see it and no more. */
export interface PatientIdentity {
  readonly id: string;
  readonly familyName: string | null;
  readonly givenNames: string | null;
  /** Date of birth as recorded: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDate: string | null;
  readonly ageYears: number | null;
  readonly sex: "female" | "male" | "other" | "unknown";
  /** Medical record number. */
  readonly mrn: string | null;
  /** Made up for demonstration or testing; always said on screen. */
  readonly synthetic: boolean;
}

/** "Okafor, Samuel". */
export function patientName({ familyName, givenNames }: Pick<PatientIdentity, "familyName" | "givenNames">): string {
  return [familyName, givenNames].filter(Boolean).join(", ") || "Name not recorded";
}
