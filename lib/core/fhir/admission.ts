import { admissionSource, admissionSourceOfText } from "@/lib/core/codes/admission-source";
import { admissionType, admissionTypeOfText } from "@/lib/core/codes/admission-type";
import { readCodings, readWords } from "@/lib/core/fhir/codings";
import type { KnownVisit } from "@/lib/core/fhir/find-stays";
import type { IssueLog } from "@/lib/core/fhir/issue-log";

/** A feature's level and the resources it was read from; null where missing. */
export interface ReadLevel {
  readonly level: string | null;
  readonly evidence: readonly string[];
}

const MISSING: ReadLevel = { level: null, evidence: [] };

/** Abbreviations that registration systems use as codes. */
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bemer\b/i, "emergency"],
  [/same.?day (surg|adm)/i, "elective"],
];
/** v3-ActPriority codes stand alone often enough, without their system. */
const BARE_PRIORITY = /^(EM|UR|EL|R|S|A|P|RR)$/i;

function typeOfWords(words: string): string | null {
  return admissionTypeOfText(words) ?? SHORT_FORMS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function typeOf(concept: unknown): string | null {
  for (const { system, code } of readCodings(concept)) {
    const bare = system === "" && BARE_PRIORITY.test(code);
    const level = admissionType(bare ? "v3-ActPriority" : system, code);
    if (level !== null) return level;
  }
  return typeOfWords(readWords(concept));
}

/** How the patient was admitted: Encounter.priority, else its type or local class, else the way in. */
export function readAdmissionType(visits: readonly KnownVisit[], issues: IssueLog): ReadLevel {
  const beds = visits.filter(({ kind }) => kind === "inpatient");
  let unread: string | null = null;
  for (const { resource, reference } of beds) {
    if (resource.priority === undefined) continue;
    const level = typeOf(resource.priority);
    if (level !== null) return { level, evidence: [reference] };
    unread ??= reference;
  }
  const inferred = (level: string, reference: string): ReadLevel => {
    issues.add("admission-type-inferred", { features: ["admissionType"], reference });
    return { level, evidence: [reference] };
  };
  for (const { resource, reference, classKind } of beds) {
    const level = typeOf(resource.type) ?? (classKind.standard ? null : typeOfWords(readWords(resource.class)));
    if (level !== null) return inferred(level, reference);
  }
  const emergency = visits.find(({ kind, classKind }) => kind === "emergency" || classKind.kind === "emergency");
  if (emergency !== undefined) return inferred("emergency", emergency.reference);
  issues.add(unread === null ? "admission-type-missing" : "admission-type-unknown", {
    features: ["admissionType"],
    reference: unread ?? beds[0]?.reference ?? null,
  });
  return MISSING;
}

/** What says that nothing is known. */
const NOT_SAID = /^(unk|unknown|not (available|mapped|known|recorded)|information not available|null|9|n\/?a)?$/i;

function sourceOf(concept: unknown): string | null {
  if (concept === undefined) return null;
  for (const { system, code } of readCodings(concept)) {
    const level = admissionSource(system, code);
    if (level !== null) return level;
  }
  return admissionSourceOfText(readWords(concept));
}

/** Where the patient came from: hospitalization.admitSource, else an emergency visit that led here. */
export function readAdmissionSource(visits: readonly KnownVisit[], issues: IssueLog): ReadLevel {
  let unread: string | null = null;
  for (const { hospitalization, reference, kind } of visits) {
    if (kind !== "inpatient" || hospitalization.admitSource === undefined) continue;
    const level = sourceOf(hospitalization.admitSource);
    if (level !== null) return { level, evidence: [reference] };
    if (!NOT_SAID.test(readWords(hospitalization.admitSource).trim())) unread ??= reference;
  }
  const emergency = visits.find(({ kind }) => kind === "emergency");
  if (emergency !== undefined) return { level: "emergency", evidence: [emergency.reference] };
  issues.add(unread === null ? "admission-source-missing" : "admission-source-unknown", {
    features: ["admissionSource"],
    reference: unread ?? visits.find(({ kind }) => kind === "inpatient")?.reference ?? null,
  });
  return MISSING;
}
