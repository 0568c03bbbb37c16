import { type FhirResource, isObject, nodes, text } from "@/lib/core/fhir/resource";

/** Resource types that only other versions have. */
const TYPES: Readonly<Record<string, string>> = {
  MedicationOrder: "DSTU2",
  DiagnosticOrder: "DSTU2",
  ProcedureRequest: "STU3",
  ReferralRequest: "STU3",
};

/**
 * Which other FHIR version a resource is plainly in, from shapes that R4 does not have; null where it may be R4.
 *
 * @see https://hl7.org/fhir/R5/encounter.html (class repeats, actualPeriod, admission, reason.value),
 * https://hl7.org/fhir/STU3/encounter.html (reason, diagnosis.role) and https://hl7.org/fhir/DSTU2/encounter.html
 * (class is a code)
 */
export function otherVersion(resource: FhirResource): string | null {
  const { resourceType } = resource;
  const named = versionName(text(resource.fhirVersion));
  if (named !== null) return named;
  if (TYPES[resourceType] !== undefined) return TYPES[resourceType];
  if (resourceType === "Encounter") {
    if (typeof resource.class === "string") return "DSTU2";
    if (isObject(resource.actualPeriod) || (Array.isArray(resource.class) && isConcept(resource.class[0]))) return "R5";
    if (nodes(resource.diagnosis).some(({ condition }) => Array.isArray(condition))) return "R5";
    if (isObject(resource.admission)) return "R5";
    const [reason] = nodes(resource.reason);
    if (reason !== undefined) return "value" in reason || "use" in reason ? "R5" : "STU3 or DSTU2";
    if (nodes(resource.diagnosis).some((one) => "role" in one && !("use" in one))) return "STU3";
  }
  if (resourceType === "Condition" && typeof resource.clinicalStatus === "string") return "STU3 or DSTU2";
  if (resourceType === "MedicationRequest" && isObject(resource.medication)) return "R5";
  if (resourceType === "MedicationRequest" && isObject(resource.context) && !isObject(resource.encounter))
    return "STU3";
  return null;
}

function isConcept(value: unknown): boolean {
  return isObject(value) && Array.isArray(value.coding);
}

function versionName(version: string | null): string | null {
  if (version === null || /^4\./.test(version)) return null;
  const [major] = version.split(".");
  return { "0": "DSTU1", "1": "DSTU2", "3": "STU3", "5": "R5", "6": "R6" }[major ?? ""] ?? null;
}
