/** Builds small FHIR R4 records for tests: one woman of 67, and whatever happened to her. Any element can be overridden. */

import { decodeValue } from "@/lib/core/features/encode";
import type { FeatureValue } from "@/lib/core/features/feature-spec";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import type { FhirResource, Json } from "@/lib/core/fhir/resource";
import type { PreparedStay } from "@/lib/core/model/prepared-stay";

const HL7 = "http://terminology.hl7.org/CodeSystem";
const subject = { reference: "Patient/p1" };

export const concept = (system: string, code: string, display?: string): Json => ({
  coding: [{ system, code, ...(display === undefined ? {} : { display }) }],
});

export const actCode = (code: string): Json => ({ system: `${HL7}/v3-ActCode`, code });
export const disposition = (code: string): Json => concept(`${HL7}/discharge-disposition`, code);
export const admitSource = (code: string): Json => concept(`${HL7}/admit-source`, code);

export const patient = (more: Json = {}): FhirResource => ({
  resourceType: "Patient",
  id: "p1",
  gender: "female",
  birthDate: "1953-02-11",
  name: [{ family: "Alder", given: ["Ines"] }],
  ...more,
});

/** A finished inpatient Encounter of the days given, unless overridden. */
export const encounter = (id: string, start: string | null, end: string | null, more: Json = {}): FhirResource => ({
  resourceType: "Encounter",
  id,
  status: "finished",
  class: actCode("IMP"),
  subject,
  period: { ...(start === null ? {} : { start }), ...(end === null ? {} : { end }) },
  ...more,
});

export const condition = (id: string, code: Json, more: Json = {}): FhirResource => ({
  resourceType: "Condition",
  id,
  subject,
  code,
  ...more,
});

export const icd10 = (code: string): Json => concept("http://hl7.org/fhir/sid/icd-10-cm", code);

/** A laboratory result in an encounter. */
export const lab = (id: string, loinc: string, value: Json, at: string, more: Json = {}): FhirResource => ({
  resourceType: "Observation",
  id,
  status: "final",
  category: [concept(`${HL7}/observation-category`, "laboratory")],
  code: concept("http://loinc.org", loinc),
  subject,
  effectiveDateTime: at,
  ...value,
  ...more,
});

export const quantity = (value: number, unit: string): Json => ({ valueQuantity: { value, unit, code: unit } });

/** An order of a drug by name. */
export const order = (id: string, name: string, at: string, more: Json = {}): FhirResource => ({
  resourceType: "MedicationRequest",
  id,
  status: "active",
  intent: "order",
  subject,
  medicationCodeableConcept: { text: name },
  authoredOn: at,
  ...more,
});

export const milligrams = (value: number): Json => ({
  dosageInstruction: [
    {
      doseAndRate: [{ doseQuantity: { value, unit: "mg" } }],
      timing: { repeat: { frequency: 1, period: 1, periodUnit: "d" } },
    },
  ],
});

export const procedure = (id: string, at: string, more: Json = {}): FhirResource => ({
  resourceType: "Procedure",
  id,
  status: "completed",
  subject,
  code: { text: "Procedure" },
  performedDateTime: at,
  ...more,
});

/** What one feature of a stay says: a number, a level's code, or null. */
export function featureValue(stay: PreparedStay | undefined, feature: string): FeatureValue {
  const at = featureIndex(feature);
  const spec = FEATURES[at];
  if (stay === undefined || spec === undefined) throw new Error(`There is no stay to read ${feature} from.`);
  return decodeValue(spec, stay.encoded[at] ?? Number.NaN);
}

/** The evidence of one feature. */
export const evidenceOf = (stay: PreparedStay | undefined, feature: string): readonly string[] =>
  stay?.evidence[featureIndex(feature)] ?? [];

export const codesOf = (issues: readonly { code: string }[] | undefined): readonly string[] =>
  (issues ?? []).map(({ code }) => code);
