import { describe, expect, it } from "vitest";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import {
  actCode,
  admitSource,
  codesOf,
  concept,
  condition,
  disposition,
  encounter,
  featureValue,
  icd10,
  patient,
} from "@/lib/core/fhir/record-builder";
import type { FhirResource, Json } from "@/lib/core/fhir/resource";

const read = (...resources: FhirResource[]) => preparePatient([patient(), ...resources]).stays;
const DAYS = ["2020-03-01T08:00:00Z", "2020-03-04T15:00:00Z"] as const;
const HOURS = ["2020-03-01T08:00:00Z", "2020-03-01T13:00:00Z"] as const;

describe("what is a stay", () => {
  const cases: [what: string, times: readonly [string, string], more: Json, isStay: boolean][] = [
    ["class IMP", DAYS, {}, true],
    ["class IMP within one day", HOURS, {}, true],
    ["class ACUTE", DAYS, { class: actCode("ACUTE") }, true],
    ["class NONAC", DAYS, { class: actCode("NONAC") }, true],
    ["class OBSENC", HOURS, { class: actCode("OBSENC") }, true],
    ["class SS", HOURS, { class: actCode("SS") }, true],
    ["class AMB", DAYS, { class: actCode("AMB") }, false],
    ["class VR", DAYS, { class: actCode("VR") }, false],
    ["class EMER for an afternoon", HOURS, { class: actCode("EMER") }, false],
    [
      "HL7 v2 patient class I",
      DAYS,
      { class: { system: "http://terminology.hl7.org/CodeSystem/v2-0004", code: "I" } },
      true,
    ],
    [
      "HL7 v2 patient class O",
      DAYS,
      { class: { system: "http://terminology.hl7.org/CodeSystem/v2-0004", code: "O" } },
      false,
    ],
    [
      "a site's own class with words",
      DAYS,
      { class: { system: "urn:oid:1.2.840.114350.1", code: "104", display: "Hospital Inpatient" } },
      true,
    ],
    [
      "a site's own class for outpatients",
      DAYS,
      { class: { system: "urn:oid:1.2.840.114350.1", code: "13", display: "Outpatient series" } },
      false,
    ],
    [
      "class EMER over days with a discharge disposition",
      DAYS,
      { class: actCode("EMER"), hospitalization: { dischargeDisposition: disposition("home") } },
      true,
    ],
    [
      "class EMER for hours with a disposition",
      HOURS,
      {
        class: actCode("EMER"),
        hospitalization: {
          admitSource: concept("http://x", "WALK IN"),
          dischargeDisposition: concept("http://x", "HOME"),
        },
      },
      false,
    ],
    [
      "class AMB with admission data over days",
      DAYS,
      {
        class: actCode("AMB"),
        hospitalization: { admitSource: admitSource("gp"), dischargeDisposition: disposition("snf") },
      },
      true,
    ],
    [
      "class AMB with a coded hospital admission",
      DAYS,
      { class: actCode("AMB"), type: [concept("http://snomed.info/sct", "32485007")] },
      true,
    ],
    [
      "no class, typed as inpatient care by CPT",
      DAYS,
      { class: undefined, type: [concept("http://www.ama-assn.org/go/cpt", "99223")] },
      true,
    ],
    [
      "no class, nights in a place with beds",
      DAYS,
      { class: undefined, location: [{ location: { display: "Ward 4 East" } }] },
      true,
    ],
    ["no class, an hour in clinic", HOURS, { class: undefined, type: [{ text: "Office visit" }] }, false],
    [
      "no class, half a year long",
      ["2020-01-01", "2020-08-01"],
      { class: undefined, type: [{ text: "Chemotherapy course" }] },
      false,
    ],
    ["planned", DAYS, { status: "planned" }, false],
    ["cancelled", DAYS, { status: "cancelled" }, false],
    ["pre-admission", DAYS, { class: actCode("PRENC") }, false],
  ];
  it.each(cases)("%s", (_, [start, end], more, isStay) => {
    expect(read(encounter("e1", start, end, more))).toHaveLength(isStay ? 1 : 0);
  });

  it("says so when a source uses none of the standard classes", () => {
    const [stay] = read(
      encounter("e1", ...DAYS, {
        class: { system: "urn:local", code: "X9" },
        hospitalization: { dischargeDisposition: disposition("home") },
      }),
    );
    expect(codesOf(stay?.issues)).toContain("class-not-standard");
    expect(codesOf(read(encounter("e1", ...DAYS))[0]?.issues)).not.toContain("class-not-standard");
  });

  it("takes a diagnosis and nights as signs of a stay where no class tells", () => {
    const dx = condition("c1", icd10("I50.9"), { encounter: { reference: "Encounter/e1" } });
    expect(read(encounter("e1", ...DAYS, { class: undefined }), dx)).toHaveLength(1);
  });

  it("keeps stays of far-shifted years and stays without a start", () => {
    expect(read(encounter("e1", "2187-03-01T08:00:00Z", "2187-03-03T08:00:00Z"))[0]?.admittedAt).toBe(
      "2187-03-01T08:00:00Z",
    );
    const [stay] = read(encounter("e1", null, null));
    expect(stay?.admittedAt).toBeNull();
    expect(codesOf(stay?.issues)).toContain("period-start-missing");
    expect(stay?.applicability.inScope).toBe(false);
  });
});

describe("what belongs to one stay", () => {
  const ids = (...resources: FhirResource[]) => read(...resources).map(({ encounterIds }) => encounterIds);

  it("merges back-to-back transfers inside a hospital, and intensive care by partOf", () => {
    expect(
      ids(
        encounter("icu", "2020-03-02T10:00:00Z", "2020-03-03T10:00:00Z", {
          class: actCode("ACUTE"),
          partOf: { reference: "Encounter/ward" },
        }),
        encounter("ward", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z"),
        encounter("later", "2020-03-05T08:40:00Z", "2020-03-06T08:00:00Z"),
      ),
    ).toEqual([["ward", "icu", "later"]]);
  });

  it("names the stay after its earliest encounter", () => {
    const [stay] = read(
      encounter("b", "2020-03-02T08:00:00Z", "2020-03-04T08:00:00Z"),
      encounter("a", "2020-03-01T08:00:00Z", "2020-03-02T08:00:00Z"),
    );
    expect(stay?.stayId).toBe("a");
    expect(stay?.admittedAt).toBe("2020-03-01T08:00:00Z");
    expect(stay?.dischargedAt).toBe("2020-03-04T08:00:00Z");
    expect(featureValue(stay, "lengthOfStayDays")).toBe(3);
    expect(codesOf(stay?.issues)).toContain("encounters-merged");
  });

  it("merges children of one parent that was not sent", () => {
    const partOf = { reference: "Encounter/missing" };
    const stays = read(
      encounter("a", "2020-03-01T08:00:00Z", "2020-03-02T08:00:00Z", { partOf }),
      encounter("b", "2020-03-03T20:00:00Z", "2020-03-05T08:00:00Z", { partOf }),
    );
    expect(stays.map(({ encounterIds }) => encounterIds)).toEqual([["a", "b"]]);
    expect(codesOf(stays[0]?.issues)).toContain("dangling-reference");
  });

  const first = (more: Json) => encounter("a", "2020-03-01T08:00:00Z", "2020-03-03T12:00:00Z", more);
  const second = (more: Json, start = "2020-03-03T12:30:00Z") => encounter("b", start, "2020-03-06T12:00:00Z", more);
  const apart: [string, FhirResource, FhirResource][] = [
    [
      "transfers between hospitals",
      first({ serviceProvider: { reference: "Organization/x" } }),
      second({ serviceProvider: { reference: "Organization/y" } }),
    ],
    [
      "a transfer out by disposition",
      first({
        hospitalization: { dischargeDisposition: concept("https://www.nubc.org/CodeSystem/PatDischargeStatus", "02") },
      }),
      second({}),
    ],
    [
      "a transfer in by admission source",
      first({}),
      second({ hospitalization: { admitSource: admitSource("hosp-trans") } }),
    ],
    [
      "a return after going home",
      first({ hospitalization: { dischargeDisposition: disposition("home") } }),
      second({}, "2020-03-03T14:00:00Z"),
    ],
    ["a stay a day later", first({}), second({}, "2020-03-04T13:00:00Z")],
  ];
  it.each(apart)("does not merge %s", (_, a, b) => expect(ids(a, b)).toEqual([["a"], ["b"]]));

  it("takes departments of one hospital for one hospital", () => {
    const department = (id: string): FhirResource => ({
      resourceType: "Organization",
      id,
      partOf: { reference: "Organization/hospital" },
    });
    expect(
      ids(
        first({ serviceProvider: { reference: "Organization/medicine" } }),
        second({ serviceProvider: { reference: "Organization/surgery" } }),
        department("medicine"),
        department("surgery"),
        { resourceType: "Organization", id: "hospital" },
      ),
    ).toEqual([["a", "b"]]);
  });

  it("joins emergency care to the stay it leads to: the way in, not a visit before, and not bed time", () => {
    const [stay] = read(
      encounter("old", "2018-01-01T08:00:00Z", "2018-01-01T09:00:00Z", { class: actCode("AMB") }),
      encounter("ed", "2020-03-01T21:00:00Z", "2020-03-02T02:00:00Z", { class: actCode("EMER") }),
      encounter("ward", "2020-03-02T03:00:00Z", "2020-03-04T10:00:00Z"),
    );
    expect(stay?.encounterIds).toEqual(["ed", "ward"]);
    expect(stay?.admittedAt).toBe("2020-03-02T03:00:00Z");
    expect(featureValue(stay, "admissionSource")).toBe("emergency");
    expect(featureValue(stay, "admissionType")).toBe("emergency");
    expect(featureValue(stay, "priorEmergency")).toBe(0);
    expect(featureValue(stay, "lengthOfStayDays")).toBe(2);
  });

  it("does not join an emergency visit that ended at home", () => {
    expect(
      ids(
        encounter("ed", "2020-03-01T21:00:00Z", "2020-03-02T02:00:00Z", {
          class: actCode("EMER"),
          hospitalization: { dischargeDisposition: disposition("home") },
        }),
        encounter("ward", "2020-03-02T07:00:00Z", "2020-03-04T10:00:00Z"),
      ),
    ).toEqual([["ward"]]);
  });

  it("reads the same whatever order resources come in", () => {
    const all = [first({}), second({}), encounter("c", "2021-01-01", "2021-01-03")];
    expect(ids(...all)).toEqual(ids(...all.reverse()));
  });
});
