import { describe, expect, it } from "vitest";
import {
  currentInpatients,
  isOfAnother,
  isReadByFeed,
  patientIdOf,
  patientQueries,
  referencesToFollow,
} from "@/lib/core/feed/feed-queries";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";

describe("what is asked of a source", () => {
  it("is every kind of resource the reader uses, for one patient each", () => {
    const queries = patientQueries("p1");
    expect(queries.map(({ type }) => type)).toEqual([
      "Encounter",
      "Condition",
      "Observation",
      "MedicationRequest",
      "Procedure",
    ]);
    expect(queries.every(({ parameters }) => parameters.patient === "p1")).toBe(true);
  });

  it("is whoever the reader would count as in hospital, and a site's own codes", () => {
    const { status = "", class: classes = "" } = currentInpatients(["STAT", "IMP"]).parameters;
    const system = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    const now = "2026-03-10T09:00:00Z";
    const isInHospital = (code: string, said: string) => {
      const encounter = {
        ...{ resourceType: "Encounter", id: "e1", status: said, class: { system, code } },
        ...{ subject: { reference: "Patient/p1" }, period: { start: "2026-03-10T08:00:00Z" } },
      };
      const record = [{ resourceType: "Patient", id: "p1" }, encounter];
      const { stays } = preparePatient(record, { now, inpatientClasses: ["STAT", "IMP"] });
      return stays.some(({ summary }) => summary.isCurrent);
    };
    const codes = ["IMP", "ACUTE", "NONAC", "OBSENC", "SS", "EMER", "AMB", "VR", "PRENC", "HH", "IP", "STAT"];
    expect(codes.filter((code) => classes.split(",").includes(code))).toEqual(
      codes.filter((code) => isInHospital(code, "in-progress")),
    );
    const statuses = ["planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled"];
    expect(statuses.filter((one) => status.split(",").includes(one))).toEqual(
      statuses.filter((one) => isInHospital("IMP", one)),
    );
    expect(classes.split(",").filter((code) => code === "STAT" || code === "IMP")).toEqual(["IMP", "STAT"]);
  });

  it("is only what changed since, of the kinds that can be asked so", () => {
    const queries = patientQueries("p1", (type) => (type === "Condition" ? "2026-03-10T09:00:00Z" : null));
    expect(queries.map(({ parameters }) => parameters._lastUpdated)).toEqual([
      undefined,
      "ge2026-03-10T09:00:00Z",
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("knows what a whole reading holds, and whose a resource says it is", () => {
    const observation = (code: string) => ({ resourceType: "Observation", category: [{ coding: [{ code }] }] });
    expect(isReadByFeed({ resourceType: "Procedure" })).toBe(true);
    expect(isReadByFeed(observation("laboratory"))).toBe(true);
    expect(isReadByFeed(observation("vital-signs"))).toBe(false);
    expect(isReadByFeed({ resourceType: "Claim" })).toBe(false);
    const of = (reference: string) => ({ resourceType: "Condition", subject: { reference } });
    expect(isOfAnother(of("Patient/p2"), "p1")).toBe(true);
    expect(isOfAnother(of("https://ehr.example/fhir/Patient/p1"), "p1")).toBe(false);
    expect(isOfAnother(of("Group/g1"), "p1")).toBe(false);
    expect(isOfAnother({ resourceType: "Patient", id: "p2" }, "p1")).toBe(true);
    const cover = (reference: string) => ({ resourceType: "Coverage", beneficiary: { reference } });
    expect(isOfAnother(cover("Patient/p2"), "p1")).toBe(true);
    expect(isOfAnother(cover("Patient/p1"), "p1")).toBe(false);
  });

  it("names the patient of an Encounter however the reference is written, and nobody where it cannot be read", () => {
    const of = (reference: unknown) => patientIdOf({ subject: { reference } });
    expect(of("Patient/p1")).toBe("p1");
    expect(of("https://ehr.example/fhir/Patient/p1/_history/3")).toBe("p1");
    for (const odd of ["Group/g1", "urn:uuid:1", "Patient/", "Patient/a b", 7, undefined]) expect(of(odd)).toBeNull();
    expect(patientIdOf({})).toBeNull();
  });

  it("follows places, organizations and drugs wherever they stand, each once, and nothing else", () => {
    const resources = [
      {
        location: [{ location: { reference: "Location/bed-1" } }, { location: { reference: "Location/bed-1" } }],
        subject: { reference: "Patient/p1" },
        serviceProvider: { reference: "Organization/o1" },
      },
      { medicationReference: { reference: "Medication/m1/_history/2" }, contained: [{ partOf: { reference: "#x" } }] },
      { location: [{ location: { reference: "https://elsewhere.example/Location/9" } }] },
    ];
    expect(referencesToFollow(resources)).toEqual(["Location/bed-1", "Organization/o1", "Medication/m1"]);
    expect(referencesToFollow([])).toEqual([]);
  });
});
