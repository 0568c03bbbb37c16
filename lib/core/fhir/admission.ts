import { readCodings, readWords } from "@/lib/core/fhir/codings";
import type { KnownVisit } from "@/lib/core/fhir/find-stays";
import type { IssueLog } from "@/lib/core/fhir/issue-log";

/** A level of a feature and the resources it was read from; null where missing. */
export interface ReadLevel {
  readonly level: string | null;
  readonly evidence: readonly string[];
}

const MISSING: ReadLevel = { level: null, evidence: [] };

/**
 * Admission type from v3-ActPriority, HL7 v2 table 0007 and the uniform bill's type of admission.
 *
 * @see https://terminology.hl7.org/CodeSystem-v3-ActPriority.html
 * @see https://terminology.hl7.org/CodeSystem-v2-0007.html
 */
const PRIORITY: Readonly<Record<string, string>> = {
  EM: "emergency",
  S: "emergency",
  UR: "urgent",
  A: "urgent",
  EL: "elective",
  R: "elective",
  RR: "urgent",
  P: "elective",
};
const V2_TYPE: Readonly<Record<string, string>> = {
  A: "trauma",
  C: "elective",
  E: "emergency",
  L: "urgent",
  N: "newborn",
  R: "elective",
  U: "urgent",
};
const UNIFORM_BILL_TYPE: Readonly<Record<string, string>> = {
  "1": "emergency",
  "2": "urgent",
  "3": "elective",
  "4": "newborn",
  "5": "trauma",
};
const TYPE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(newborn|neonat|born|birth)/i, "newborn"],
  [/trauma/i, "trauma"],
  [/non-?urgent|elective|planned|scheduled|routine|same.?day (surg|adm)/i, "elective"],
  [/emer|\bstat\b|resuscitat/i, "emergency"],
  [/urgent|\bsemi-?urgent|asap/i, "urgent"],
];

function wordsLevel(table: readonly (readonly [RegExp, string])[], words: string): string | null {
  return table.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

function priorityLevel(priority: unknown): string | null {
  for (const { system, code } of readCodings(priority)) {
    const known = /0007/.test(system)
      ? V2_TYPE[code]
      : /nubc|admsn|admission-?type|priority-?type/i.test(system) && /^\d$/.test(code)
        ? UNIFORM_BILL_TYPE[code]
        : PRIORITY[code.toUpperCase()];
    if (known !== undefined) return known;
  }
  return wordsLevel(TYPE_WORDS, readWords(priority));
}

/** Why the patient was admitted as they were: Encounter.priority, else class, type or the way in. */
export function readAdmissionType(visits: readonly KnownVisit[], issues: IssueLog): ReadLevel {
  const beds = visits.filter(({ kind }) => kind === "inpatient");
  let unread: string | null = null;
  for (const { resource, reference } of beds) {
    if (resource.priority === undefined) continue;
    const level = priorityLevel(resource.priority);
    if (level !== null) return { level, evidence: [reference] };
    unread ??= reference;
  }
  for (const { resource, reference, classKind } of beds) {
    const named = classKind.standard ? "" : readWords(resource.class);
    const level = wordsLevel(TYPE_WORDS, `${named} ${readWords(resource.type)}`);
    if (level === null) continue;
    issues.add("admission-type-inferred", { features: ["admissionType"], reference });
    return { level, evidence: [reference] };
  }
  const emergency = visits.find(({ kind, classKind }) => kind === "emergency" || classKind.kind === "emergency");
  if (emergency !== undefined) {
    issues.add("admission-type-inferred", { features: ["admissionType"], reference: emergency.reference });
    return { level: "emergency", evidence: [emergency.reference] };
  }
  issues.add(unread === null ? "admission-type-missing" : "admission-type-unknown", {
    features: ["admissionType"],
    reference: unread ?? beds[0]?.reference ?? null,
  });
  return MISSING;
}

/** @see https://terminology.hl7.org/CodeSystem-admit-source.html */
const ADMIT_SOURCE: Readonly<Record<string, string>> = {
  "hosp-trans": "hospital",
  emd: "emergency",
  outp: "clinic",
  born: "other",
  gp: "physician",
  mp: "physician",
  nursing: "nursing",
  psych: "other-facility",
  rehab: "other-facility",
  other: "other",
};
/** Uniform bill point of origin, also HL7 v2 table 0023. */
const POINT_OF_ORIGIN: Readonly<Record<string, string>> = {
  "1": "physician",
  "2": "clinic",
  "3": "clinic",
  "4": "hospital",
  "5": "nursing",
  "6": "other-facility",
  "7": "emergency",
  "8": "other",
  A: "hospital",
  B: "other",
  C: "other",
  D: "hospital",
  E: "other",
  F: "other",
};
const SOURCE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/skilled nursing|\bsnf\b|nursing (home|facility)/i, "nursing"],
  [
    /ambulatory surgery|hospice|home health|court|law enforcement|police|deliver(y|ed)|\bborn\b|birth|sick baby/i,
    "other",
  ],
  [/\bhosp(ital)?\b.*\b(trans|inpt)|trans.*\bhosp|(another|other|outside|acute|critical access) hosp/i, "hospital"],
  [/emergency|\b(er|ed|a&e)\b|casualty/i, "emergency"],
  [/clinic|\bhmo\b|health plan|out-?patient/i, "clinic"],
  [/facility|institution|rehab|psych|procedure site|\bpacu\b/i, "other-facility"],
  [/physician|doctor|self.?refer|walk.?in|general practi|\bgp\b|home|non-?health/i, "physician"],
  [/\bother\b/i, "other"],
];
const NOT_SAID = /^(unk|unknown|not (available|mapped|known|recorded)|information not available|null|9|n\/?a)?$/i;

/** Where the patient came from: hospitalization.admitSource, else an emergency visit that led here. */
export function readAdmissionSource(visits: readonly KnownVisit[], issues: IssueLog): ReadLevel {
  let unread: string | null = null;
  for (const { hospitalization, reference, kind } of visits) {
    if (kind !== "inpatient" || hospitalization.admitSource === undefined) continue;
    const level = sourceLevel(hospitalization.admitSource);
    if (level !== null) return { level, evidence: [reference] };
    if (!NOT_SAID.test(readWords(hospitalization.admitSource))) unread ??= reference;
  }
  const emergency = visits.find(({ kind }) => kind === "emergency");
  if (emergency !== undefined) return { level: "emergency", evidence: [emergency.reference] };
  issues.add(unread === null ? "admission-source-missing" : "admission-source-unknown", {
    features: ["admissionSource"],
    reference: unread ?? visits.find(({ kind }) => kind === "inpatient")?.reference ?? null,
  });
  return MISSING;
}

function sourceLevel(concept: unknown): string | null {
  for (const { system, code } of readCodings(concept)) {
    const known =
      ADMIT_SOURCE[code.toLowerCase()] ??
      (/nubc|0023|point-?of-?origin|admsn/i.test(system) ? POINT_OF_ORIGIN[code.toUpperCase()] : undefined);
    if (known !== undefined) return known;
  }
  return wordsLevel(SOURCE_WORDS, readWords(concept));
}
