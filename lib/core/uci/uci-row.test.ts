import { describe, expect, it } from "vitest";
import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import { decodeValue } from "@/lib/core/features/encode";
import { FEATURES, featureIndex } from "@/lib/core/features/feature-table";
import {
  encodeUciRow,
  parseUciRow,
  uciExclusion,
  uciLabel,
  uciScopeReasons,
  uciSubgroups,
} from "@/lib/core/uci/uci-row";

const ROW: Record<string, string> = {
  encounter_id: "12",
  patient_nbr: "7",
  race: "?",
  gender: "Female",
  age: "[70-80)",
  admission_type_id: "1",
  discharge_disposition_id: "3",
  admission_source_id: "7",
  time_in_hospital: "5",
  medical_specialty: "Surgery-Vascular",
  num_lab_procedures: "41",
  num_procedures: "0",
  num_medications: "18",
  number_outpatient: "0",
  number_emergency: "2",
  number_inpatient: "1",
  diag_1: "8",
  diag_2: "250.83",
  diag_3: "?",
  number_diagnoses: "9",
  max_glu_serum: "None",
  A1Cresult: ">8",
  readmitted: "<30",
  ...Object.fromEntries(ANTIDIABETIC_DRUGS.map(({ uciColumn }) => [uciColumn, "No"])),
  insulin: "Up",
  metformin: "Steady",
};
const row = (changes: Record<string, string> = {}) => parseUciRow({ ...ROW, ...changes });
const value = (name: string, changes: Record<string, string> = {}) => {
  const at = featureIndex(name);
  return decodeValue(FEATURES[at]!, encodeUciRow(row(changes))[at]!);
};

describe("a UCI row as features", () => {
  it.each([
    ["age", {}, 70],
    ["sex", {}, "female"],
    ["sex", { gender: "Unknown/Invalid" }, null],
    ["admissionType", {}, "emergency"],
    ["admissionType", { admission_type_id: "6" }, null],
    ["admissionSource", { admission_source_id: "17" }, null],
    ["dischargePlan", {}, "skilled-nursing"],
    ["dischargePlan", { discharge_disposition_id: "18" }, null],
    ["specialty", {}, "heart-chest-vascular-surgery"],
    ["specialty", { medical_specialty: "?" }, null],
    ["primaryDiagnosis", {}, "gastrointestinal-infection"],
    ["secondDiagnosis", {}, "diabetes-other"],
    ["thirdDiagnosis", {}, null],
    ["hba1c", {}, "above-8"],
    ["glucose", {}, "not-measured"],
    ["insulin", {}, "up"],
    ["metformin", {}, "steady"],
    ["glipizide", {}, "no"],
    ["diabetesDrugs", {}, 2],
    ["procedures", {}, 0],
    ["priorEmergency", {}, 2],
  ] as const)("%s of %j is %s", (name, changes, expected) => {
    expect(value(name, changes)).toBe(expected);
  });

  it("says which column is wrong", () => {
    const { age: _, ...rest } = ROW;
    expect(() => parseUciRow(rest)).toThrow("The UCI file has no column age.");
    expect(() => row({ num_procedures: "many" })).toThrow('num_procedures should be a whole number and is "many".');
  });
});

describe("which rows count", () => {
  it("calls any readmission within 30 days the outcome", () => {
    expect([uciLabel(row()), uciLabel(row({ readmitted: ">30" })), uciLabel(row({ readmitted: "NO" }))]).toEqual([
      1, 0, 0,
    ]);
  });

  it.each([
    ["11", "died"],
    ["13", "hospice"],
    ["7", "left against advice"],
    ["2", "transferred to acute care"],
    ["12", "still inpatient"],
    ["1", null],
    ["18", null],
  ])("disposition %s: %s", (id, reason) => {
    expect(uciExclusion(row({ discharge_disposition_id: id }))).toBe(reason);
  });

  it.each([
    [{}, []],
    [{ age: "[10-20)" }, ["The patient is under 18."]],
    [{ diag_1: "650" }, ["The model was not made for pregnancy or childbirth."]],
    [{ medical_specialty: "Psychiatry" }, ["The model was not made for psychiatric stays."]],
    [{ medical_specialty: "?", diag_1: "296" }, ["The model was not made for psychiatric stays."]],
    [{ medical_specialty: "InternalMedicine", diag_1: "296" }, []],
    [{ diag_1: "V57" }, ["The model was not made for rehabilitation stays."]],
    [{ discharge_disposition_id: "11" }, ["The patient died."]],
  ])("%j is outside for %j", (changes, reasons) => {
    expect(uciScopeReasons(row(changes))).toEqual(reasons);
  });

  it("refuses an outcome it does not know: it would pass for not readmitted", () => {
    expect(() => uciLabel(row({ readmitted: "maybe" }))).toThrow(/readmitted.*"maybe"/);
  });

  it("keeps race and age bands for fairness checks only", () => {
    expect(uciSubgroups(row())).toEqual({ race: "unknown", sex: "female", ageBand: "70–79" });
  });
});
