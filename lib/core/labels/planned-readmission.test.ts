import { describe, expect, it } from "vitest";
import { plannedByProcedure } from "@/lib/core/labels/planned-procedures";
import { judgePlanned } from "@/lib/core/labels/planned-readmission";
import { isAcute, isOfKind } from "@/lib/core/labels/principal-diagnosis";
import { type ProcedureCode, readProcedureCode } from "@/lib/core/labels/procedure-code";

const PCS = "http://www.cms.gov/Medicare/Coding/ICD10";
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const pcs = (code: string): ProcedureCode => ({ system: "icd10pcs", code });
const icd9 = (code: string): ProcedureCode => ({ system: "icd9", code });
const icd10 = (code: string) => ({ group: null, codes: [{ system: "icd10" as const, code }] });

describe("readProcedureCode", () => {
  it.each([
    [PCS, "0TY00Z0", pcs("0TY00Z0")],
    ["urn:oid:2.16.840.1.113883.6.4", "0y6p0z0", pcs("0Y6P0Z0")],
    ["http://hl7.org/fhir/sid/icd-9-cm", "81.54", icd9("8154")],
    ["http://www.ama-assn.org/go/cpt", "27447", null],
    [PCS, "not a code", null],
  ])("reads %s %s", (system, code, expected) => {
    expect(readProcedureCode(coded(system, code))).toEqual(expected);
  });

  it("takes the first code it can read", () => {
    const both = { coding: [{ system: "http://snomed.info/sct", code: "609588000" }, ...coded(PCS, "0SRC0J9").coding] };
    expect(readProcedureCode(both)).toEqual(pcs("0SRC0J9"));
    expect(readProcedureCode({ text: "Knee replacement" })).toBeNull();
    expect(readProcedureCode(undefined)).toBeNull();
  });
});

describe("plannedByProcedure", () => {
  it.each([
    [pcs("0TY00Z0"), "always", "kidney transplant"],
    [pcs("30243G0"), "always", "bone marrow or stem cell transplant"],
    [pcs("10D00Z1"), "always", "caesarean section"],
    [pcs("0SRC0J9"), "potentially", "knee replacement or repair"],
    [pcs("0FT44ZZ"), "potentially", "removal of the gallbladder"],
    [pcs("027034Z"), "potentially", "coronary angioplasty or stent"],
    [pcs("00B00ZZ"), "potentially", "operation on the brain or spinal cord"],
    [pcs("GZB4ZZZ"), "potentially", "another procedure of table PR.3"],
    [icd9("8154"), "potentially", "knee replacement or repair"],
    [icd9("5569"), "always", "kidney transplant"],
    [icd9("9427"), "potentially", "another procedure of table PR.3"],
  ])("%o: %s", (code, when, label) => {
    expect(plannedByProcedure([code])).toEqual({ when, label });
  });

  it.each([
    ["a transfusion", pcs("30233N1")],
    ["a head CT", pcs("BW28ZZZ")],
    // In the algorithm's earlier versions, and not in 4.0: categories 47, 48, 157 and 169.
    ["a cardiac catheterisation", pcs("4A023N7")],
    ["a pacemaker", pcs("0JH606Z")],
    ["an amputation", pcs("0Y6H0Z1")],
    ["a pacemaker, by ICD-9", icd9("3781")],
    ["an amputation, by ICD-9", icd9("8415")],
  ])("is not planned by %s", (_, code) => {
    expect(plannedByProcedure([code])).toBeNull();
  });

  it("counts what is always planned first", () => {
    expect(plannedByProcedure([pcs("0FT44ZZ"), pcs("0TY00Z0")])?.when).toBe("always");
    expect(plannedByProcedure([])).toBeNull();
  });
});

describe("main diagnoses", () => {
  it.each([
    ["A41.9", true],
    ["I50.23", true],
    ["I50.22", false],
    ["I21.4", true],
    ["I25.10", false],
    ["I48.91", false],
    ["I44.2", true],
    ["K80.00", true],
    ["K80.10", false],
    ["S72.001A", true],
    ["S72.001D", false],
    ["T84.51XA", true],
    ["M16.11", false],
    // Neither diabetes nor severe mental illness is in table PR.4.
    ["E11.10", false],
    ["F33.2", false],
    ["F20.0", false],
    ["F05", true],
    ["N20.0", false],
    ["N39.0", true],
  ])("%s is acute: %s", (code, expected) => {
    expect(isAcute(icd10(code))).toBe(expected);
  });

  it("falls back on Wardlight's groups where a diagnosis is coded otherwise", () => {
    const snomed = (group: string) => ({ group, codes: [{ system: "snomed" as const, code: "1" }] });
    expect(isAcute(snomed("pneumonia"))).toBe(true);
    expect(isAcute(snomed("osteoarthritis"))).toBe(false);
    expect(isAcute({ group: "heart-failure", codes: [{ system: "icd9", code: "428.22" }] })).toBe(false);
    expect(isAcute({ group: "gallbladder", codes: [{ system: "icd9", code: "574.00" }] })).toBe(true);
    expect(isOfKind(snomed("cancer-lung"), "cancer")).toBe(true);
    expect(isOfKind({ group: null, codes: [{ system: "icd9", code: "V57.1" }] }, "rehabilitation")).toBe(true);
  });

  it.each([
    ["COVID-19, newer than the table", "U07.1", null, true],
    ["COVID-19 that Wardlight's groups know", "U07.1", "osteoarthritis", false],
    ["a poisoning without its last characters", "T40", null, true],
    ["one whose group is not acute", "T40", "osteoarthritis", false],
    ["a stem of sepsis and of what is not", "R65.2", null, true],
    ["a code the table knows to be none of them", "M16.11", null, false],
  ])("does not take a code the table cannot place for not acute: %s", (_, code, group, expected) => {
    expect(isAcute({ ...icd10(code), group })).toBe(expected);
  });

  it.each([
    ["Z51.11", "chemotherapy"],
    ["O80", "childbirth"],
    ["C34.90", "cancer"],
    ["F33.2", "psychiatric"],
    ["F20.0", "psychiatric"],
    ["F43.20", "psychiatric"],
  ] as const)("%s is of the kind %s", (code, kind) => {
    expect(isOfKind(icd10(code), kind)).toBe(true);
    expect(isOfKind(icd10("I50.23"), kind)).toBe(false);
  });

  it("does not take delirium, alcohol or drugs for a psychiatric stay, as table D.1 does not", () => {
    for (const code of ["F05", "F10.239", "F11.20"]) expect(isOfKind(icd10(code), "psychiatric"), code).toBe(false);
  });
});

describe("judgePlanned", () => {
  const reading = {
    ...{ provider: null, cameFromHospital: false, isAcute: true, isPsychiatric: false, isRehabilitation: false },
    ...{ payer: null, language: null },
  };
  it("plans nothing where nobody knows what the stay was for", () => {
    const procedures = { codes: [pcs("0SRC0J9")], isComplete: true };
    expect(judgePlanned({ ...reading, principal: null, procedures }).rule).toBeNull();
    expect(judgePlanned({ ...reading, principal: icd10("M17.11"), procedures }).rule).toMatch("knee replacement");
  });

  it("plans electroconvulsive treatment of a depression", () => {
    const procedures = { codes: [pcs("GZB2ZZZ")], isComplete: true };
    expect(judgePlanned({ ...reading, principal: icd10("F33.2"), procedures }).rule).not.toBeNull();
  });
});
