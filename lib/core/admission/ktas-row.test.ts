import { describe, expect, it } from "vitest";
import { ED_FEATURES, edFeatureIndex } from "@/lib/core/admission/ed-features";
import { parseKtasRow } from "@/lib/core/admission/ktas-row";
import { decodeValue } from "@/lib/core/features/encode";

/** Made up; laid out as the data set lays out its rows. */
const ROW = {
  Age: "67",
  Sex: "1",
  "Arrival mode": "4",
  Injury: "1",
  Chief_complain: "Dyspnea",
  Mental: "2",
  Pain: "0",
  NRS_pain: "#BOŞ!",
  SBP: "128",
  DBP: "??",
  HR: "97",
  RR: "22",
  BT: "37,9",
  Saturation: "",
  KTAS_RN: "2",
  Disposition: "2",
  "Diagnosis in ED": "Pneumonia",
  KTAS_expert: "1",
  Error_group: "2",
  mistriage: "1",
  "Length of stay_min": "400",
  "KTAS duration_min": "3,95",
};
const read = (changes: Partial<typeof ROW> = {}) => parseKtasRow({ ...ROW, ...changes }, "1");
const value = (visit: ReturnType<typeof read>, name: string) => {
  const index = edFeatureIndex(name);
  return decodeValue(ED_FEATURES[index]!, visit.encoded[index]!);
};

describe("parseKtasRow", () => {
  it("reads what triage knew", () => {
    const visit = read();
    const of = (name: string) => value(visit, name);
    expect([of("age"), of("sex"), of("arrivalMode"), of("complaint"), of("triage")]).toEqual([
      65,
      "female",
      "private-ambulance",
      "breathing",
      2,
    ]);
    expect([of("systolic"), of("heartRate"), of("temperature"), of("consciousness")]).toEqual([
      125,
      95,
      37.5,
      "verbal",
    ]);
    expect(visit.subgroups).toEqual({ sex: "female", ageBand: "50–69" });
  });

  it("takes a spreadsheet's error, question marks and nothing for missing", () => {
    for (const name of ["painScore", "diastolic", "oxygenSaturation"]) expect(value(read(), name)).toBeNull();
    expect(value(read({ HR: "0" }), "heartRate")).toBeNull();
  });

  it("counts ward, intensive care and theatre as admitted, and nothing else", () => {
    const labels = ["1", "2", "3", "4", "5", "6", "7"].map((Disposition) => read({ Disposition }).label);
    expect(labels).toEqual([0, 1, 1, 0, 0, 0, 1]);
    expect(() => read({ Disposition: "9" })).toThrow("Disposition");
  });

  it("sees nothing of what is known only afterwards", () => {
    const later = {
      KTAS_expert: "5",
      Error_group: "9",
      mistriage: "0",
      "Length of stay_min": "1",
      "Diagnosis in ED": "",
    };
    expect(read({ ...later, "KTAS duration_min": "9" }).encoded).toEqual(read().encoded);
  });

  it("says which visits the model is not for, by what triage knew and not by how they ended", () => {
    expect(read().outside).toEqual([]);
    expect(read({ Age: "17" }).outside).toEqual(["The patient is under 18."]);
    expect(read({ Age: "18" }).outside).toEqual([]);
    expect(read({ Age: "??", KTAS_RN: "" }).outside).toEqual([
      "The patient's age is not known.",
      "No five-level triage is on record.",
    ]);
    expect(["1", "4", "6"].flatMap((Disposition) => read({ Disposition }).outside)).toEqual([]);
  });

  it("names a column that is missing", () => {
    const { SBP, ...rest } = ROW;
    expect(SBP).toBe("128");
    expect(() => parseKtasRow(rest, "1")).toThrow('"SBP"');
  });
});
