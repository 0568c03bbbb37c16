/** For tests only: small FHIR Bundles of one patient, a woman born in 1950 with type 2 diabetes unless said otherwise. */

type Json = Readonly<Record<string, unknown>>;

export interface BundleStay {
  readonly id: string;
  readonly start: string;
  readonly end?: string;
  readonly status?: string;
  /** Uniform-bill code. */
  readonly disposition?: string;
  /** ICD-10-CM code of the main diagnosis. */
  readonly diagnosis?: string;
  /** Left out: none named. */
  readonly provider?: string;
  /** In another hospital, on no ward of this one. */
  readonly elsewhere?: boolean;
  /** Different laboratory tests done in the stay. */
  readonly labs?: number;
}

const WARDS = ["w1", "w2"].map((id) => ({
  resourceType: "Location",
  id,
  name: `Ward ${id.slice(1)}`,
  physicalType: { text: "Ward" },
}));
const icd10 = (code: string): Json => ({ coding: [{ system: "http://hl7.org/fhir/sid/icd-10-cm", code }] });

function toResources(patient: string, stay: BundleStay, wardId: string): Json[] {
  const { id, start, end, status, disposition, diagnosis = "I50.23", provider, elsewhere, labs = 0 } = stay;
  const subject = { reference: `Patient/${patient}` };
  const encounter = {
    ...{ resourceType: "Encounter", id, subject, status: status ?? (end ? "finished" : "in-progress") },
    class: { system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "IMP" },
    period: { start, ...(end ? { end } : {}) },
    diagnosis: [{ condition: { reference: `Condition/${id}-dx` }, rank: 1 }],
    ...(elsewhere ? {} : { location: [{ location: { reference: `Location/${wardId}` } }] }),
    ...(provider ? { serviceProvider: { reference: `Organization/${provider}` } } : {}),
    ...(disposition
      ? {
          hospitalization: {
            dischargeDisposition: { coding: [{ system: "https://www.nubc.org", code: disposition }] },
          },
        }
      : {}),
  };
  const condition = {
    ...{ resourceType: "Condition", id: `${id}-dx`, subject, code: icd10(diagnosis) },
    encounter: { reference: `Encounter/${id}` },
  };
  const results = Array.from({ length: labs }, (_, n) => ({
    ...{ resourceType: "Observation", id: `${id}-lab${n}`, subject, status: "final" },
    category: [{ coding: [{ code: "laboratory" }] }],
    code: { coding: [{ system: "http://loinc.org", code: `${2345 + n}-7` }] },
    encounter: { reference: `Encounter/${id}` },
    valueQuantity: { value: 110, unit: "mg/dL", code: "mg/dL" },
    effectiveDateTime: new Date(Date.parse(start) + (n + 1) * 3_600_000).toISOString(),
  }));
  return [encounter, condition, ...results];
}

/** One patient with their stays, all on one ward. */
export function bundleOf(patient: string, stays: readonly BundleStay[], person: Json = {}, wardId = "w1") {
  const subject = { reference: `Patient/${patient}` };
  const known = { resourceType: "Patient", id: patient, gender: "female", birthDate: "1950-03-01", ...person };
  const diabetes = {
    ...{ resourceType: "Condition", id: `${patient}-dm`, subject, code: icd10("E11.9") },
    category: [{ coding: [{ code: "problem-list-item" }] }],
  };
  const resources = [known, ...WARDS, diabetes, ...stays.flatMap((stay) => toResources(patient, stay, wardId))];
  return { resourceType: "Bundle", type: "collection", entry: resources.map((resource) => ({ resource })) };
}
