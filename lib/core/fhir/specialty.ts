import { specialtyOf, specialtyOfText } from "@/lib/core/codes/specialties";
import type { ReadLevel } from "@/lib/core/fhir/admission";
import { readCodings, readWords } from "@/lib/core/fhir/codings";
import type { KnownVisit } from "@/lib/core/fhir/find-stays";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { node, nodes, text } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** Hospital service codes of HL7 v2 table 0069 and of common registration systems. */
const SERVICE_CODES: Readonly<Record<string, string>> = {
  MED: "internal-medicine",
  SUR: "general-surgery",
  SURG: "general-surgery",
  CAR: "cardiology",
  CMED: "cardiology",
  CSURG: "heart-chest-vascular-surgery",
  TSURG: "heart-chest-vascular-surgery",
  VSURG: "heart-chest-vascular-surgery",
  PUL: "pulmonology",
  NMED: "neurology",
  NSURG: "neurosurgery",
  OMED: "oncology",
  ORTHO: "orthopaedics",
  URO: "urology",
  GU: "urology",
  GYN: "obstetrics-gynaecology",
  OBS: "obstetrics-gynaecology",
  PSYCH: "psychiatry",
  TRAUM: "emergency-medicine",
  ENT: "other-surgery",
  PSURG: "other-surgery",
};

/** A service's or a role's level; "" where it says something that is not known here, null where it says nothing. */
function levelOf(concept: unknown): string | null {
  const codings = readCodings(concept);
  for (const { system, code } of codings) {
    const level = specialtyOf(system, code) ?? SERVICE_CODES[code.toUpperCase()];
    if (level !== undefined && level !== null) return level;
  }
  const words = readWords(concept);
  if (words === "") return null;
  for (const phrase of [text(node(concept).text) ?? "", ...codings.map(({ display }) => display), words]) {
    const level = phrase === "" ? null : specialtyOfText(phrase);
    if (level !== null) return level;
  }
  return "";
}

/** The specialty a stay is under: Encounter.serviceType, else its practitioners' roles and qualifications. */
export function readSpecialty(visits: readonly KnownVisit[], index: ResourceIndex, issues: IssueLog): ReadLevel {
  let unread: string | null = null;
  for (const { resource, reference, kind } of visits) {
    if (kind !== "inpatient") continue;
    const level = levelOf(resource.serviceType);
    if (level) return { level, evidence: [reference] };
    if (level === "") unread ??= reference;
  }
  for (const { resource, reference, kind } of visits) {
    if (kind !== "inpatient") continue;
    for (const participant of nodes(resource.participant)) {
      const found = roleLevel(participant.individual ?? participant.actor, index, resource);
      if (found !== null) return { level: found.level, evidence: [reference, found.reference] };
    }
  }
  issues.add(unread === null ? "specialty-missing" : "specialty-unknown", {
    features: ["specialty"],
    reference: unread ?? visits.find(({ kind }) => kind === "inpatient")?.reference ?? null,
  });
  return { level: null, evidence: [] };
}

function roleLevel(reference: unknown, index: ResourceIndex, from: KnownVisit["resource"]) {
  const role = index.resolve(reference, "PractitionerRole", from);
  if (role?.resourceType === "PractitionerRole") {
    for (const concept of nodes(role.specialty)) {
      const level = levelOf(concept);
      if (level) return { level, reference: index.citation(role) };
    }
  }
  const practitioner = index.resolve(reference, "Practitioner", from);
  if (practitioner?.resourceType !== "Practitioner") return null;
  for (const qualification of nodes(practitioner.qualification)) {
    const level = levelOf(qualification.code);
    if (level) return { level, reference: index.citation(practitioner) };
  }
  return null;
}
