import type { Extension, Patient } from "fhir/r4";
import type { DemoCalendar } from "@/lib/core/demo/demo-calendar";
import { taggedMeta } from "@/lib/core/demo/fhir-marking";
import type { PatientPlan } from "@/lib/core/demo/patient-plan";

const US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition";
const RACE_SYSTEM = "urn:oid:2.16.840.1.113883.6.238";

/** OMB categories for the fit's race levels. @see https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-race.html */
const RACES: Readonly<Record<string, readonly [string, string]>> = {
  Caucasian: ["2106-3", "White"],
  AfricanAmerican: ["2054-5", "Black or African American"],
  Asian: ["2028-9", "Asian"],
  Other: ["2131-1", "Other Race"],
};

function category(kind: "race" | "ethnicity", code: string, display: string): Extension {
  return {
    url: `${US_CORE}/us-core-${kind}`,
    extension: [
      { url: "ombCategory", valueCoding: { system: RACE_SYSTEM, code, display } },
      { url: "text", valueString: display },
    ],
  };
}

/** Race and ethnicity as US Core has them; UCI knows only one of the two for each patient, so the other is left out. */
function raceAndEthnicity(race: string): Extension[] {
  if (race === "Hispanic") return [category("ethnicity", "2135-2", "Hispanic or Latino")];
  const known = RACES[race];
  if (known === undefined) return [];
  return [category("race", ...known), category("ethnicity", "2186-5", "Not Hispanic or Latino")];
}

export const patientId = (plan: PatientPlan): string => `pat-${String(plan.number).padStart(4, "0")}`;

/** The Patient, as US Core has it. @see https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-patient.html */
export function toPatient(plan: PatientPlan, calendar: DemoCalendar): Patient {
  const extension = raceAndEthnicity(plan.race);
  return {
    resourceType: "Patient",
    id: patientId(plan),
    meta: taggedMeta("synthetic"),
    ...(extension.length > 0 ? { extension } : {}),
    identifier: [
      {
        use: "usual",
        type: {
          coding: [
            { system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: "MR", display: "Medical record number" },
          ],
        },
        system: "https://demo-hospital.example/mrn",
        value: String(4_100_000 + ((plan.number * 7919) % 899_999)),
      },
    ],
    active: true,
    name: [{ use: "official", family: plan.family, given: [...plan.given] }],
    gender: plan.sex,
    birthDate: plan.birthDate,
    ...(plan.diedAt === null ? {} : { deceasedDateTime: calendar.instant(plan.diedAt) }),
  };
}
