import { describe, expect, it } from "vitest";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { concept, condition, disposition, encounter, icd10, patient, procedure } from "@/lib/core/fhir/record-builder";
import type { FhirResource, Json } from "@/lib/core/fhir/resource";

const inStay = { encounter: { reference: "Encounter/e1" } };
const stayed = (more: Json = {}) => encounter("e1", "2026-03-01T08:00:00Z", "2026-03-05T12:00:00Z", more);
const labelOf = (...resources: FhirResource[]) => preparePatient([patient(), ...resources]).stays[0]?.label;
const pcs = (id: string, code: string) =>
  procedure(id, "2026-03-02T08:00:00Z", {
    ...inStay,
    code: concept("http://www.cms.gov/Medicare/Coding/ICD10", code),
  });

describe("what a stay's labels are decided by", () => {
  it("reads the hospital, what the patient was chiefly there for, and what was done", () => {
    const label = labelOf(
      stayed({
        serviceProvider: { reference: "Organization/h1" },
        hospitalization: { dischargeDisposition: disposition("home") },
      }),
      condition("c1", icd10("I50.23"), inStay),
      pcs("p1", "0SRC0J9"),
      pcs("p2", "30233N1"),
    );
    expect(label).toEqual({
      ...{ provider: "Organization/h1", cameFromHospital: false, isAcute: true, payer: null, language: null },
      ...{ isPsychiatric: false, isRehabilitation: false },
      principal: { group: "heart-failure", codes: [{ system: "icd10", code: "I50.23" }] },
      procedures: {
        codes: [
          { system: "icd10pcs", code: "0SRC0J9" },
          { system: "icd10pcs", code: "30233N1" },
        ],
        isComplete: true,
      },
    });
  });

  it("says where procedures are not known, or not all of them", () => {
    expect(labelOf(stayed())?.procedures).toEqual({ codes: [], isComplete: false });
    const unread = procedure("p2", "2026-03-02T08:00:00Z", { ...inStay, code: { text: "Something" } });
    expect(labelOf(stayed(), pcs("p1", "30233N1"), unread)?.procedures.isComplete).toBe(false);
    expect(labelOf(stayed(), pcs("p1", "30233N1"))?.procedures.isComplete).toBe(true);
  });

  it("reads the kind of cover in force, and the preferred language", () => {
    const subject = { beneficiary: { reference: "Patient/p1" } };
    const coverage = (id: string, status: string, more: Json): FhirResource => ({
      ...{ resourceType: "Coverage", id, status, ...subject, ...more },
    });
    const communication = [
      { language: { coding: [{ code: "en" }] } },
      { language: { coding: [{ code: "vi" }] }, preferred: true },
    ];
    const label = preparePatient([
      patient({ communication }),
      stayed(),
      coverage("old", "cancelled", { type: { text: "Commercial" } }),
      coverage("now", "active", { type: { coding: [{ code: "MCARE", display: "Medicare" }] } }),
    ]).stays[0]?.label;
    expect(label).toMatchObject({ payer: "Medicare", language: "vi" });
    expect(labelOf(stayed(), coverage("c", "active", { payor: [{ display: "State plan" }] }))?.payer).toBe(
      "State plan",
    );
  });
});
