import { describe, expect, it } from "vitest";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import {
  actCode,
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

const NUBC = "https://www.nubc.org/CodeSystem/PatDischargeStatus";
const diabetes = condition("dm", icd10("E11.9"), { recordedDate: "2015-01-01" });
const stayWith = (more: Json, ...resources: FhirResource[]) =>
  preparePatient([
    patient(),
    diabetes,
    encounter("e1", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z", more),
    ...resources,
  ]).stays[0];
const leaving = (code: Json) => stayWith({ hospitalization: { dischargeDisposition: code } });

describe("whom the model may speak about", () => {
  it("an adult with diabetes on record in acute care", () => {
    expect(stayWith({})?.applicability).toEqual({ inScope: true, reasons: [] });
  });

  const outside: [why: string, stay: ReturnType<typeof stayWith>, reason: RegExp][] = [
    ["died, by disposition", leaving(disposition("exp")), /died/],
    ["died, by the bill", leaving(concept(NUBC, "20")), /died/],
    ["hospice", leaving(disposition("hosp")), /hospice/],
    ["hospice at home, by the bill", leaving(concept(NUBC, "50")), /hospice/],
    ["against advice", leaving(disposition("aadvice")), /against medical advice/],
    ["another acute hospital", leaving(concept(NUBC, "02")), /another acute hospital/],
    ["another hospital, in words", leaving(concept("urn:local", "ACUTE HOSPITAL")), /another acute hospital/],
    ["still a patient", leaving(concept(NUBC, "30")), /still an inpatient/],
    ["rehabilitation", stayWith({ serviceType: { text: "Physical medicine and rehabilitation" } }), /rehabilitation/],
    ["psychiatry", stayWith({ serviceType: { text: "Psychiatry" } }), /psychiatric/],
    [
      "obstetrics",
      stayWith({}, condition("o", icd10("O80"), { encounter: { reference: "Encounter/e1" } })),
      /pregnancy/,
    ],
    ["in hospice", stayWith({ type: [{ text: "Admission to hospice" }] }), /hospice/],
    ["in a nursing facility", stayWith({ type: [{ text: "Skilled nursing facility stay" }] }), /not an acute/],
    ["not acute", stayWith({ class: actCode("NONAC") }), /not an acute/],
  ];
  it.each(outside)("not %s", (_, stay, reason) => {
    expect(stay?.applicability.inScope).toBe(false);
    expect(stay?.applicability.reasons.join(" ")).toMatch(reason);
  });

  it("not someone who died in the stay by their own record", () => {
    const { stays } = preparePatient([
      patient({ deceasedDateTime: "2020-03-05T07:00:00Z" }),
      diabetes,
      encounter("e1", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z"),
    ]);
    expect(stays[0]?.applicability.reasons).toContain("The patient died.");
  });

  it("not someone without a coded diabetes diagnosis, by the first of them recorded later", () => {
    const stay = encounter("e1", "2020-03-01T08:00:00Z", "2020-03-05T08:00:00Z");
    const other = condition("c", icd10("I10"), { recordedDate: "2019-01-01" });
    const later = condition("d", icd10("E11.9"), { recordedDate: "2020-06-01" });
    const reasons = (now: string) =>
      preparePatient([patient(), stay, other, later], { now }).stays[0]?.applicability.reasons;
    expect(reasons("2020-03-05T09:00:00Z")).toEqual(["No diabetes diagnosis is on record."]);
    expect(reasons("2020-07-01")).toEqual([]);
    expect(preparePatient([patient(), stay]).stays[0]?.applicability.reasons).toEqual([
      "It is not known whether the patient has diabetes.",
    ]);
  });
});

describe("what is recorded at both ends of a stay", () => {
  it.each([
    [disposition("home"), "home"],
    [disposition("snf"), "skilled-nursing"],
    [concept(NUBC, "06"), "home-health"],
    [concept(NUBC, "62"), "rehabilitation"],
    [concept("http://terminology.hl7.org/CodeSystem/v2-0112", "1"), "home"],
    [concept("urn:local", "HOME HEALTH CARE"), "home-health"],
    [concept("urn:local", "SKILLED NURSING FACILITY"), "skilled-nursing"],
    [concept("urn:local", "CHRONIC/LONG TERM ACUTE CARE"), "long-term-hospital"],
    [{ text: "Discharged to home or self care" }, "home"],
    [concept("urn:local", "ZZ9"), null],
  ])("%j is the plan %s", (code, level) => expect(featureValue(leaving(code), "dischargePlan")).toBe(level));

  it("tells a plan that is missing from one that cannot be read", () => {
    expect(codesOf(stayWith({})?.issues)).toContain("disposition-missing");
    expect(codesOf(leaving(concept("urn:local", "ZZ9"))?.issues)).toContain("disposition-unknown");
  });

  it.each([
    [{ priority: concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EM") }, "emergency"],
    [{ priority: concept("http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EL") }, "elective"],
    [{ priority: { text: "Urgent" } }, "urgent"],
    [{ class: { system: "urn:local", code: "EW EMER.", display: "inpatient EW EMER." } }, "emergency"],
    [{}, null],
  ])("%j is the admission type %s", (more, level) => expect(featureValue(stayWith(more), "admissionType")).toBe(level));
});

describe("the patient", () => {
  const ofPatient = (more: Json) => preparePatient([patient(more), encounter("e1", "2020-03-01", "2020-03-05")]);

  it("is as old as on the day of admission", () => {
    expect(featureValue(ofPatient({ birthDate: "1950-03-01" }).stays[0], "age")).toBe(70);
    expect(featureValue(ofPatient({ birthDate: "1950-03-02" }).stays[0], "age")).toBe(60);
  });

  it.each([
    ["birth-date-missing", { birthDate: undefined }, null],
    ["birth-date-missing", { birthDate: "about 1950" }, null],
    ["birth-date-partial", { birthDate: "1945" }, 70],
    ["age-implausible", { birthDate: "2044-01-01" }, null],
    ["sex-missing", { gender: "unknown" }, 60],
  ])("has the issue %s for %j", (code, more, age) => {
    const [stay] = ofPatient(more as Json).stays;
    expect(codesOf(stay?.issues)).toContain(code);
    expect(featureValue(stay, "age")).toBe(age);
  });

  it("is known by what others call them where no Patient was sent", () => {
    const { patient: read, issues } = preparePatient([encounter("e1", "2020-03-01", "2020-03-05")]);
    expect(read.id).toBe("p1");
    expect(codesOf(issues)).toContain("patient-missing");
  });

  it("is marked synthetic by HL7's test label", () => {
    expect(ofPatient({ meta: { security: [{ code: "HTEST" }] } }).patient.synthetic).toBe(true);
    expect(ofPatient({}).patient.synthetic).toBe(false);
  });
});
