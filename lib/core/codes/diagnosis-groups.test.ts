import { describe, expect, it } from "vitest";
import { DIAGNOSIS_GROUPS, diagnosisGroup, diagnosisGroupLabel, normaliseIcd } from "@/lib/core/codes/diagnosis-groups";
import { SNOMED_DIAGNOSIS_GROUPS } from "@/lib/core/codes/snomed-diagnosis-groups";

describe("diagnosisGroup", () => {
  it.each([
    ["heart-failure", "428", "I50.9", "88805009"],
    ["myocardial-infarction", "410", "I21.4", "22298006"],
    ["ischaemic-heart", "414", "I25.10", "53741008"],
    ["pneumonia", "486", "J18.9", "233604007"],
    ["copd", "491", "J44.1", "13645005"],
    ["chronic-kidney", "585", "N18.4", "433144002"],
    ["acute-kidney", "584", "N17.9", "14669001"],
    ["sepsis", "038", "A41.9", "91302008"],
    ["diabetes-uncomplicated", "250", "E11.9", "44054006"],
    ["diabetes-acute", "250.1", "E10.10", "420422005"],
    ["diabetes-kidney", "250.4", "E11.22", "127013003"],
    ["diabetes-nerve", "250.6", "E11.40", "368581000119106"],
  ])("means %s alike in ICD-9-CM %s, ICD-10-CM %s and SNOMED CT %s", (group, icd9, icd10, snomed) => {
    expect(diagnosisGroup("icd9", icd9)).toBe(group);
    expect(diagnosisGroup("icd10", icd10)).toBe(group);
    expect(diagnosisGroup("snomed", snomed)).toBe(group);
  });

  it.each([
    ["icd9", "8", "gastrointestinal-infection"],
    ["icd9", "41", "other-infection"],
    ["icd9", "V57", "rehabilitation"],
    ["icd9", "E888", "external-cause"],
    ["icd9", "25001", "diabetes-uncomplicated"],
    ["icd10", "i509", "heart-failure"],
    ["icd10", "E11.65", "diabetes-uncomplicated"],
    ["icd10", "E11.641", "diabetes-acute"],
    ["icd10", "E11.649", "diabetes-other"],
    ["icd10", "E14.2", "diabetes-kidney"],
    ["icd10", "I20.0", "unstable-angina"],
    ["icd10", "I20.9", "ischaemic-heart"],
    ["icd10", "C7A.00", "cancer-other"],
    ["icd10", "S72.001A", "fracture-hip-thigh"],
    ["icd10", "S72.001D", "aftercare"],
    ["icd10", "S72.001K", "bone-soft-tissue-other"],
    ["icd10", "U07.1", "other-infection"],
  ] as const)("reads %s %s as %s", (system, code, group) => {
    expect(diagnosisGroup(system, code)).toBe(group);
  });

  it.each([
    ["icd9", "I50"],
    ["icd9", ""],
    ["icd10", "428"],
    ["icd10", "not coded"],
    ["icd10", "??"],
    ["snomed", "1"],
  ] as const)("does not pretend to know %s %j", (system, code) => {
    expect(diagnosisGroup(system, code)).toBeNull();
  });

  it("has a label of its own for every group", () => {
    expect(new Set(DIAGNOSIS_GROUPS.map(diagnosisGroupLabel)).size).toBe(DIAGNOSIS_GROUPS.length);
  });

  it("names only its own groups for SNOMED CT", () => {
    for (const group of SNOMED_DIAGNOSIS_GROUPS.values()) expect(DIAGNOSIS_GROUPS).toContain(group);
  });
});

describe("normaliseIcd", () => {
  it.each([
    ["icd9", "8", "008"],
    ["icd9", "41.5", "0415"],
    ["icd9", " 428.0 ", "4280"],
    ["icd10", "i50.9", "I509"],
  ] as const)("reads %s %j as %s", (system, code, normal) => {
    expect(normaliseIcd(system, code)).toBe(normal);
  });
});
