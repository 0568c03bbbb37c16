import { describe, expect, it } from "vitest";
import { otherVersion } from "@/lib/core/fhir/fhir-version";

const concept = { coding: [{ code: "IMP" }] };
const encounter = (more: object) => otherVersion({ resourceType: "Encounter", id: "e", ...more });

describe("another FHIR version is told by shapes that R4 does not have", () => {
  it.each([
    ["R5", "class as concepts", { class: [concept] }],
    ["R5", "actualPeriod", { actualPeriod: { start: "2020-01-01" } }],
    ["R5", "admission", { admission: { dischargeDisposition: concept } }],
    ["R5", "reasons with a use", { reason: [{ use: [concept], value: [{ concept }] }] }],
    ["R5", "diagnoses of several conditions", { diagnosis: [{ condition: [{ concept }] }] }],
    ["STU3", "diagnoses with a role", { diagnosis: [{ condition: { reference: "Condition/c" }, role: concept }] }],
    ["STU3 or DSTU2", "reasons as concepts", { reason: [concept] }],
    ["DSTU2", "class as a word", { class: "inpatient" }],
  ])("%s: an Encounter with %s", (version, _, more) => expect(encounter(more)).toBe(version));

  it.each([
    ["STU3", { resourceType: "MedicationRequest", context: { reference: "Encounter/e" } }],
    ["R5", { resourceType: "MedicationRequest", medication: { concept } }],
    ["DSTU2", { resourceType: "MedicationOrder" }],
    ["STU3 or DSTU2", { resourceType: "Condition", clinicalStatus: "active" }],
    ["R5", { resourceType: "CapabilityStatement", fhirVersion: "5.0.0" }],
  ])("%s: %j", (version, resource) => expect(otherVersion(resource)).toBe(version));

  it("says nothing of what is R4, or may be", () => {
    const diagnosis = [{ condition: { reference: "Condition/c" }, use: concept, rank: 1 }];
    const hospitalization = { dischargeDisposition: concept };
    expect(encounter({ class: { code: "IMP" }, reasonCode: [concept], diagnosis, hospitalization })).toBeNull();
    expect(encounter({ diagnosis: [{}], reason: "fall" })).toBeNull();
    expect(
      otherVersion({ resourceType: "MedicationAdministration", context: { reference: "Encounter/e" } }),
    ).toBeNull();
    expect(otherVersion({ resourceType: "CapabilityStatement", fhirVersion: "4.0.1" })).toBeNull();
  });
});
