import { identifierKey, referenceKey } from "@/lib/core/fhir/reference";
import { type FhirEntry, type FhirResource, nodes, text } from "@/lib/core/fhir/resource";

/** Types that belong to no patient and may serve all of them. */
const SHARED = new Set([
  "Location",
  "Organization",
  "Practitioner",
  "PractitionerRole",
  "HealthcareService",
  "Medication",
  "Substance",
  "Device",
  "Endpoint",
  "CodeSystem",
  "ValueSet",
  "StructureDefinition",
]);
/** Types that say nothing about a patient. */
const IGNORED = new Set(["OperationOutcome", "CapabilityStatement", "SearchParameter", "Parameters", "Binary"]);

export function isSharedType(type: string): boolean {
  return SHARED.has(type);
}

export function isIgnoredType(type: string): boolean {
  return IGNORED.has(type);
}

/** The key of the patient a resource is about, as it refers to them; null where it names none. */
export function patientKey(resource: FhirResource): string | null {
  const { subject, patient, beneficiary } = resource;
  return referenceKey(subject) ?? referenceKey(patient) ?? referenceKey(beneficiary) ?? referenceKey(resource.for);
}

/** The Patient.id in a key such as `Patient/1` or `urn:uuid:1`; null for a logical or contained one, or another type. */
export function patientIdInKey(key: string): string | null {
  if (key.startsWith("?") || key.startsWith("#")) return null;
  if (key.startsWith("urn:")) return key.slice(key.lastIndexOf(":") + 1);
  const slash = key.indexOf("/");
  if (slash < 0) return key;
  return key.startsWith("Patient/") ? key.slice(slash + 1) : null;
}

const NAMELESS = "no-id-";

/** Whether a group's id was made up because its Patient has none: it means nothing outside its own Bundle. */
export function isNameless(id: string): boolean {
  return id.startsWith(NAMELESS);
}

/** One patient's entries; `id` is null for entries that name no patient. */
export interface PatientGroup {
  readonly id: string;
  readonly entries: FhirEntry[];
}

export interface GroupedEntries {
  readonly patients: readonly PatientGroup[];
  readonly shared: readonly FhirEntry[];
  /** Resources about a patient that say nowhere which. */
  readonly unassigned: readonly FhirEntry[];
}

/**
 * Sorts entries by the patient they are about. Where there is just one Patient, what names none, or names them in a
 * way that cannot be resolved, is theirs.
 */
export function groupByPatient(entries: readonly FhirEntry[]): GroupedEntries {
  const idByKey = new Map<string, string>();
  const groups = new Map<string, PatientGroup>();
  const groupOf = (id: string): PatientGroup => {
    let group = groups.get(id);
    if (group === undefined) {
      group = { id, entries: [] };
      groups.set(id, group);
    }
    return group;
  };
  let unnamed = 0;
  const patients = new Map<FhirResource, string>();
  for (const { resource, fullUrl } of entries) {
    if (resource.resourceType !== "Patient") continue;
    const fromUrl = fullUrl?.startsWith("urn:") ? fullUrl.slice(fullUrl.lastIndexOf(":") + 1) : null;
    const id = text(resource.id) ?? fromUrl ?? `${NAMELESS}${++unnamed}`;
    patients.set(resource, id);
    if (fullUrl !== undefined) idByKey.set(fullUrl, id);
    for (const identifier of nodes(resource.identifier)) {
      const key = identifierKey(identifier);
      if (key !== null) idByKey.set(key, id);
    }
    groupOf(id);
  }
  const only = groups.size === 1 ? [...groups.keys()][0] : undefined;
  const shared: FhirEntry[] = [];
  const unassigned: FhirEntry[] = [];
  for (const entry of entries) {
    const { resource } = entry;
    const own = patients.get(resource);
    if (own !== undefined) {
      groupOf(own).entries.push(entry);
      continue;
    }
    const key = SHARED.has(resource.resourceType) ? null : patientKey(resource);
    const id = key === null ? null : (idByKey.get(key) ?? patientIdInKey(key));
    if (id !== null) groupOf(id).entries.push(entry);
    else if (only !== undefined) groupOf(only).entries.push(entry);
    else if (SHARED.has(resource.resourceType)) shared.push(entry);
    else if (!IGNORED.has(resource.resourceType)) unassigned.push(entry);
  }
  return { patients: [...groups.values()], shared, unassigned };
}
