import { describe, expect, it } from "vitest";
import {
  glucoseLevel,
  hba1cLevel,
  labOfCoding,
  labOfLoinc,
  labOfText,
  toStandardUnit,
} from "@/lib/core/codes/lab-codes";

describe("which test a result is", () => {
  it.each([
    ["4548-4", "hba1c"],
    ["59261-8", "hba1c"],
    ["2345-7", "glucose"],
    ["718-7", "haemoglobin"],
    ["2951-2", "sodium"],
    ["5792-7", null],
    ["27353-2", null],
  ])("LOINC %s is %s", (code, lab) => {
    expect(labOfLoinc(code)).toBe(lab);
  });

  it.each([
    ["Hemoglobin A1c", "hba1c"],
    ["HbA1c", "hba1c"],
    ["Glucose, serum", "glucose"],
    ["Haemoglobin", "haemoglobin"],
    ["Sodium", "sodium"],
    ["Glucose urine", null],
    ["Methemoglobin", null],
  ])("the name %s is %s", (name, lab) => {
    expect(labOfText(name)).toBe(lab);
  });
});

describe("which test a coding is", () => {
  const items = "http://mimic.mit.edu/fhir/mimic/CodeSystem/mimic-d-labitems";
  it.each([
    ["http://loinc.org", "4548-4", "hba1c"],
    ["http://loinc.org", "5792-7", "other"],
    [items, "50931", "glucose"],
    [items, "51478", "other"],
    [items, "51222", "haemoglobin"],
    ["http://example.org/tests", "GLU", null],
  ])("%s %s is %s", (system, code, lab) => {
    expect(labOfCoding(system, code)).toBe(lab);
  });
});

describe("units", () => {
  it.each([
    ["hba1c", 7.2, "%", 7.2],
    ["hba1c", 53, "mmol/mol", 7.0],
    ["glucose", 11.1, "mmol/L", 199.98],
    ["glucose", 180, "mg/dL", 180],
    ["haemoglobin", 119, "g/L", 11.9],
    ["sodium", 134, "mEq/L", 134],
    ["sodium", 134, null, 134],
  ] as const)("%s %d %s is %d", (lab, value, unit, standard) => {
    expect(toStandardUnit(lab, value, unit)).toBeCloseTo(standard, 1);
  });

  it.each([
    ["hba1c", 7.2, "g/dL"],
    ["hba1c", 53, null],
    ["haemoglobin", 119, null],
    ["sodium", 1340, "mmol/L"],
  ] as const)("%s %d %s is not believed", (lab, value, unit) => {
    expect(toStandardUnit(lab, value, unit)).toBeNull();
  });
});

describe("bands", () => {
  it.each([
    [6.9, null, "normal"],
    [7, null, "normal"],
    [7.1, null, "above-7"],
    [8, null, "above-7"],
    [8.1, null, "above-8"],
    [7, ">", "above-7"],
    [8, ">", "above-8"],
    [7, "<=", "normal"],
    [8, "<", null],
  ] as const)("HbA1c %d %s is %s", (value, comparator, level) => {
    expect(hba1cLevel(value, comparator)).toBe(level);
  });

  it.each([
    [200, null, "normal"],
    [201, null, "above-200"],
    [200, ">", "above-200"],
    [300, ">", "above-300"],
    [200, "<=", "normal"],
  ] as const)("glucose %d %s is %s", (value, comparator, level) => {
    expect(glucoseLevel(value, comparator)).toBe(level);
  });
});
