import { readCodings, readWords } from "@/lib/core/fhir/codings";
import type { IssueLog } from "@/lib/core/fhir/issue-log";
import { type Moment, readMoment } from "@/lib/core/fhir/moment";
import { type FhirResource, type Json, node, nodes, text, texts } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** Who the patient is. Race and ethnicity serve fairness checks only. */
export interface PatientSummary {
  /** Patient.id; what other resources call the patient where no Patient was sent. */
  readonly id: string;
  readonly familyName: string | null;
  readonly givenNames: string | null;
  /** As recorded: YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly birthDate: string | null;
  readonly sex: "female" | "male" | "other" | "unknown";
  /** Medical record number. */
  readonly mrn: string | null;
  /** US Core race and ethnicity in words. */
  readonly race: string | null;
  readonly ethnicity: string | null;
  /** Null where the record does not say. */
  readonly deceased: boolean | null;
  readonly deceasedAt: string | null;
  /** Marked as test or made-up data. */
  readonly synthetic: boolean;
}

const US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";

/** Reads the Patient; everything unknown where none was sent. `fallbackId` is what other resources call the patient. */
export function readPatientSummary(
  patient: FhirResource | undefined,
  fallbackId: string,
  index: ResourceIndex,
  issues: IssueLog,
): PatientSummary {
  if (patient === undefined) issues.add("patient-missing", { features: ["age", "sex"] });
  const resource: Json = patient ?? {};
  const reference = patient === undefined ? null : index.citation(patient);
  const sex = sexOf(resource);
  if (patient !== undefined && sex !== "female" && sex !== "male") {
    issues.add("sex-missing", { features: ["sex"], reference });
  }
  const name = bestName(resource);
  const given = texts(name.given).join(" ");
  const died = readMoment(resource.deceasedDateTime);
  return {
    id: patient === undefined ? fallbackId : index.id(patient),
    familyName: text(name.family) ?? text(name.text),
    givenNames: given === "" ? null : given,
    birthDate: text(resource.birthDate),
    sex,
    mrn: mrnOf(resource),
    race: usCore(resource, "race"),
    ethnicity: usCore(resource, "ethnicity"),
    deceased: died !== null ? true : typeof resource.deceasedBoolean === "boolean" ? resource.deceasedBoolean : null,
    deceasedAt: died?.written ?? null,
    synthetic: isSynthetic(resource),
  };
}

function sexOf(resource: Json): PatientSummary["sex"] {
  const gender = (text(resource.gender) ?? "").toLowerCase();
  if (gender === "female" || gender === "male" || gender === "other") return gender;
  if (gender === "f" || gender === "m") return gender === "f" ? "female" : "male";
  const birthSex = nodes(resource.extension).find(({ url }) => url === `${US_CORE}birthsex`)?.valueCode;
  return birthSex === "F" ? "female" : birthSex === "M" ? "male" : "unknown";
}

/** The official name, else the usual one, else the first. */
function bestName(resource: Json): Json {
  const names = nodes(resource.name);
  return names.find(({ use }) => use === "official") ?? names.find(({ use }) => use === "usual") ?? names[0] ?? {};
}

function mrnOf(resource: Json): string | null {
  const identifiers = nodes(resource.identifier);
  const typed = identifiers.find(
    ({ type }) => readCodings(type).some(({ code }) => code === "MR") || /medical record/i.test(readWords(type)),
  );
  const usual =
    typed ??
    identifiers.find(({ use }) => use === "usual") ??
    identifiers.find(({ system }) => /mrn/i.test(String(system)));
  return text(usual?.value);
}

function usCore(resource: Json, name: "race" | "ethnicity"): string | null {
  const parts = nodes(nodes(resource.extension).find(({ url }) => url === `${US_CORE}${name}`)?.extension);
  const words = text(parts.find(({ url }) => url === "text")?.valueString);
  return words ?? text(node(parts.find(({ url }) => url === "ombCategory")?.valueCoding).display);
}

/** HL7's test-data label, or words that say so. @see https://terminology.hl7.org/CodeSystem-v3-ActReason.html (HTEST) */
function isSynthetic(resource: Json): boolean {
  const meta = node(resource.meta);
  const marks = [...nodes(meta.security), ...nodes(meta.tag)];
  const said = marks.some(
    ({ code, display, system }) =>
      code === "HTEST" || /synthetic|synthea|made.?up|test.?data/i.test(`${code} ${display} ${system}`),
  );
  return said || /synthea|synthetic (patient|data)/i.test(text(node(resource.text).div) ?? "");
}

/** Age in completed years on the day of `at`; null (with an issue) where it cannot be told. */
export function ageAt(birthDate: string | null, at: Moment | null, issues: IssueLog): number | null {
  const born = readMoment(birthDate);
  if (born === null) {
    issues.add("birth-date-missing", { features: ["age"] });
    return null;
  }
  if (at === null) return null;
  if (born.precision === "year" || born.precision === "month") issues.add("birth-date-partial", { features: ["age"] });
  // The middle of what a partial date can mean.
  const day = Math.floor((born.day + born.lastDay) / 2);
  const years = completedYears(day, at.day);
  if (years < 0 || years > 130) {
    issues.add("age-implausible", { features: ["age"] });
    return null;
  }
  return years;
}

/** Whether a partial birth date leaves open on which side of `years` the patient was at `at`. */
export function mayBeEitherSide(birthDate: string | null, at: Moment | null, years: number): boolean {
  const born = readMoment(birthDate);
  if (born === null || at === null) return false;
  return completedYears(born.lastDay, at.day) < years && completedYears(born.day, at.day) >= years;
}

function completedYears(bornDay: number, onDay: number): number {
  const born = new Date(bornDay * 86_400_000);
  const on = new Date(onDay * 86_400_000);
  const years = on.getUTCFullYear() - born.getUTCFullYear();
  const before =
    on.getUTCMonth() < born.getUTCMonth() ||
    (on.getUTCMonth() === born.getUTCMonth() && on.getUTCDate() < born.getUTCDate());
  return before ? years - 1 : years;
}
