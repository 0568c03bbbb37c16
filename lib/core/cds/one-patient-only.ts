import { isIgnoredType, isSharedType, patientIdInKey, patientKey } from "@/lib/core/fhir/patient-of";
import { identifierKey } from "@/lib/core/fhir/reference";
import { type FhirEntry, nodes, text } from "@/lib/core/fhir/resource";

/**
 * Whether everything that was sent is about the patient in context. What names somebody else, or should name somebody
 * and does not, cannot be taken for theirs: a card about the wrong patient is worse than none.
 */
export function areAllOf(entries: readonly FhirEntry[], patientId: string): boolean {
  const patients = entries.filter(({ resource }) => resource.resourceType === "Patient");
  if (patients.some(({ resource }) => text(resource.id) !== patientId)) return false;
  const identifiers = new Set(
    patients.flatMap(({ resource }) => nodes(resource.identifier).flatMap((one) => identifierKey(one) ?? [])),
  );
  return entries.every(({ resource }) => {
    const { resourceType } = resource;
    if (resourceType === "Patient" || isSharedType(resourceType) || isIgnoredType(resourceType)) return true;
    const key = patientKey(resource);
    return key !== null && (identifiers.has(key) || patientIdInKey(key) === patientId);
  });
}

/** Whether the Encounter a hook is about is among what was sent. */
export const hasEncounter = (entries: readonly FhirEntry[], encounterId: string): boolean =>
  entries.some(({ resource }) => resource.resourceType === "Encounter" && resource.id === encounterId);
