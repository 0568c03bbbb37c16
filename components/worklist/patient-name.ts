import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";

/** "Okafor, Samuel". */
export function patientName({ familyName, givenNames }: PatientIdentity): string {
  return [familyName, givenNames].filter(Boolean).join(", ") || "Name not recorded";
}
