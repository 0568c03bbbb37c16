import { describe, expect, it } from "vitest";
import { admissionSource, admissionSourceOfText } from "@/lib/core/codes/admission-source";
import { admissionType, admissionTypeOfText } from "@/lib/core/codes/admission-type";
import { specialtyOf, specialtyOfText } from "@/lib/core/codes/specialties";
import { ADMISSION_SOURCE_LEVELS, ADMISSION_TYPE_LEVELS, SPECIALTY_LEVELS } from "@/lib/core/features/levels";

const ORIGIN = "https://www.nubc.org/CodeSystem/PointOfOrigin";
const PRIORITY = "https://www.nubc.org/CodeSystem/PriorityTypeOfAdmitOrVisit";

describe("where a patient came from", () => {
  it.each([
    [ORIGIN, "1", "physician"],
    [ORIGIN, "4", "hospital"],
    [ORIGIN, "5", "nursing"],
    [ORIGIN, "7", "emergency"],
    [ORIGIN, "9", null],
    ["urn:oid:2.16.840.1.113883.6.301.4", "D", "hospital"],
    ["http://terminology.hl7.org/CodeSystem/admit-source", "emd", "emergency"],
    ["http://terminology.hl7.org/CodeSystem/admit-source", "hosp-trans", "hospital"],
    ["http://example.org/local", "7", null],
  ])("reads %s %s as %s", (system, code, level) => {
    expect(admissionSource(system, code)).toBe(level);
  });

  it.each([
    ["Transfer from a skilled nursing facility", "nursing"],
    ["From accident/emergency department", "emergency"],
    ["Transfer from hospital", "hospital"],
    ["Transfer from another health care facility", "other-facility"],
    ["Information not available", null],
    ["EMERGENCY ROOM", "emergency"],
    ["PHYSICIAN REFERRAL", "physician"],
    ["WALK-IN/SELF REFERRAL", "physician"],
    ["TRANSFER FROM HOSPITAL", "hospital"],
    ["AMBULATORY SURGERY TRANSFER", "other"],
    ["INTERNAL TRANSFER TO OR FROM PSYCH", "other-facility"],
    ["Blue", null],
  ])("reads the words %s as %s", (text, level) => {
    expect(admissionSourceOfText(text)).toBe(level);
  });
});

describe("kind of admission", () => {
  it.each([
    [PRIORITY, "1", "emergency"],
    [PRIORITY, "3", "elective"],
    [PRIORITY, "5", "trauma"],
    [PRIORITY, "9", null],
    ["http://terminology.hl7.org/CodeSystem/v3-ActPriority", "EL", "elective"],
    ["http://terminology.hl7.org/CodeSystem/v3-ActPriority", "UR", "urgent"],
    ["http://terminology.hl7.org/CodeSystem/v2-0007", "E", "emergency"],
    ["http://example.org/local", "1", null],
  ])("reads %s %s as %s", (system, code, level) => {
    expect(admissionType(system, code)).toBe(level);
  });

  it.each([
    ["Non-urgent", "elective"],
    ["Urgent", "urgent"],
    ["Trauma centre", "trauma"],
    ["", null],
  ])("reads the words %j as %s", (text, level) => {
    expect(admissionTypeOfText(text)).toBe(level);
  });
});

describe("specialty", () => {
  it.each([
    ["http://snomed.info/sct", "394579002", "cardiology"],
    ["http://snomed.info/sct", "394603008", "heart-chest-vascular-surgery"],
    ["http://nucc.org/provider-taxonomy", "207RC0000X", "cardiology"],
    ["http://nucc.org/provider-taxonomy", "207R00000X", "internal-medicine"],
    ["http://nucc.org/provider-taxonomy", "208600000X", "general-surgery"],
    ["http://example.org/local", "12", null],
  ])("reads %s %s as %s", (system, code, level) => {
    expect(specialtyOf(system, code)).toBe(level);
  });

  it.each([
    ["Neurology", "neurology"],
    ["Urology", "urology"],
    ["Neurosurgery", "neurosurgery"],
    ["Vascular Surgery", "heart-chest-vascular-surgery"],
    ["General Surgery", "general-surgery"],
    ["Pediatric Cardiology", "paediatrics"],
    ["Hospitalist", "internal-medicine"],
    ["Haematology", "oncology"],
    ["Medicine", "internal-medicine"],
    ["Medical service", "internal-medicine"],
    ["Emergency Medicine", "emergency-medicine"],
    ["Surgical Specialty", "other-surgery"],
    ["Stroke unit", "neurology"],
    ["Ward 5", null],
  ])("reads the words %s as %s", (text, level) => {
    expect(specialtyOfText(text)).toBe(level);
  });
});

it("names only levels of the feature table", () => {
  const codes = [...ADMISSION_SOURCE_LEVELS, ...ADMISSION_TYPE_LEVELS, ...SPECIALTY_LEVELS].map(({ code }) => code);
  const answers = [
    ..."123456789ABCDEFG".split("").map((code) => admissionSource(ORIGIN, code)),
    ..."12345".split("").map((code) => admissionType(PRIORITY, code)),
    ...["emd", "outp", "born", "gp", "mp", "nursing", "psych", "rehab", "other"].map((code) =>
      admissionSource("", code),
    ),
  ];
  for (const answer of answers) if (answer !== null) expect(codes).toContain(answer);
});
