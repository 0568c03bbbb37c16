import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { patientIdInKey } from "@/lib/core/fhir/patient-of";
import { identifierKey, referenceKey } from "@/lib/core/fhir/reference";
import { type FhirEntry, isObject, nodes, text } from "@/lib/core/fhir/resource";
import { resourceOf, toEntry } from "@/lib/core/fhir/resource-index";

/**
 * The resources about one patient: the first Patient sent, else whom the first Encounter is about. What names
 * another patient is left out, with an issue; what names none stays.
 */
export function keepOnePatient(resources: readonly unknown[], issues: IssueLog): readonly unknown[] {
  const first = firstPatient(resources);
  const belongs = first === null ? null : keysOf(first);
  const known = new Map<string, boolean>();
  let standIn: string | null = null;
  return resources.filter((item) => {
    const resource = resourceOf(item);
    if (resource === null) return true;
    if (resource.resourceType === "Patient") {
      const isSame = first === null || resource === first.resource || text(resource.id) === text(first.resource.id);
      if (!isSame) issues.add("several-patients");
      return isSame;
    }
    const about = resource.subject ?? resource.patient ?? resource.beneficiary;
    if (!isObject(about)) return true;
    const literal = about.reference;
    const seen = typeof literal === "string" ? known.get(literal) : undefined;
    const isOwn = seen ?? decide(about);
    if (typeof literal === "string") known.set(literal, isOwn);
    if (!isOwn) issues.add("several-patients");
    return isOwn;
  });

  function decide(about: unknown): boolean {
    const key = referenceKey(about);
    if (key === null || key.startsWith("#")) return true;
    const id = patientIdInKey(key);
    if (belongs !== null)
      return belongs.has(key) || (id === null ? !key.startsWith("?") : belongs.has(`Patient/${id}`));
    standIn ??= id ?? key;
    return standIn === (id ?? key);
  }
}

function firstPatient(resources: readonly unknown[]): FhirEntry | null {
  for (const item of resources) if (resourceOf(item)?.resourceType === "Patient") return toEntry(item);
  return null;
}

function keysOf({ resource, fullUrl }: FhirEntry): ReadonlySet<string> {
  const id = text(resource.id);
  const keys = new Set<string>();
  if (id !== null) keys.add(`Patient/${id}`);
  const urlKey = fullUrl === undefined ? null : referenceKey(fullUrl);
  if (urlKey !== null) {
    keys.add(urlKey);
    const urlId = patientIdInKey(urlKey);
    if (urlId !== null) keys.add(`Patient/${urlId}`);
  }
  for (const identifier of nodes(resource.identifier)) {
    const key = identifierKey(identifier);
    if (key !== null) keys.add(key);
  }
  return keys;
}
