import { describe, expect, it } from "vitest";
import { IssueLog } from "@/lib/core/fhir/issue-log";
import { ResourceIndex } from "@/lib/core/fhir/resource-index";
import { withShared } from "@/lib/core/fhir/with-shared";

const ward = { resourceType: "Location", id: "w1", name: "Ward 1", partOf: { reference: "Location/site" } };
const site = { resourceType: "Location", id: "site", name: "Site", partOf: { reference: "Location/w1" } };
const other = { resourceType: "Location", id: "w2", name: "Ward 2" };
const drug = { resourceType: "Medication", id: "m1", identifier: [{ system: "urn:s", value: "7" }] };
const shared = new ResourceIndex([ward, site, other, drug], new IssueLog());
const patient = { resource: { resourceType: "Patient", id: "p" } };
const encounter = {
  resource: { resourceType: "Encounter", id: "e", location: [{ location: { reference: "Location/w1" } }] },
};
const idsOf = (entries: ReturnType<typeof withShared>) => entries.map(({ resource }) => resource.id);

describe("a patient's record with what it points at", () => {
  it("takes along what is pointed at, also through one another and in circles, and nothing else", () => {
    expect(idsOf(withShared([patient, encounter], shared))).toEqual(["p", "e", "w1", "site"]);
  });

  it("follows logical references too", () => {
    const request = {
      resource: {
        resourceType: "MedicationRequest",
        id: "r",
        medicationReference: { type: "Medication", identifier: { system: "urn:s", value: "7" } },
      },
    };
    expect(idsOf(withShared([patient, request], shared))).toEqual(["p", "r", "m1"]);
  });

  it("is the record as it is where nothing is shared", () => {
    const entries = [patient, encounter];
    expect(withShared(entries, undefined)).toBe(entries);
  });
});
