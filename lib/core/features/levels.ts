import type { FeatureLevel } from "@/lib/core/features/feature-spec";

/** Levels from a literal of code → sentence, in the order written. */
const levels = (sentences: Readonly<Record<string, string>>): readonly FeatureLevel[] =>
  Object.entries(sentences).map(([code, sentence]) => ({ code, sentence }));

export const SEX_LEVELS = levels({ female: "Female", male: "Male" });

export const ADMISSION_TYPE_LEVELS = levels({
  emergency: "Emergency admission",
  urgent: "Urgent admission",
  elective: "Planned (elective) admission",
  trauma: "Admitted through a trauma centre",
  newborn: "Admitted as a newborn",
});

export const ADMISSION_SOURCE_LEVELS = levels({
  emergency: "Came through the emergency department",
  physician: "Referred by a physician",
  clinic: "Referred by a clinic or health plan",
  hospital: "Transferred from another hospital",
  nursing: "Came from a skilled nursing facility",
  "other-facility": "Came from another health care facility",
  other: "Came by another route",
});

export const DISPOSITION_LEVELS = levels({
  home: "Going home",
  "home-health": "Going home with home health care",
  "skilled-nursing": "Going to a skilled nursing facility",
  "intermediate-care": "Going to an intermediate care or nursing facility",
  rehabilitation: "Going to a rehabilitation facility",
  "long-term-hospital": "Going to a long-term care hospital",
  "other-inpatient": "Going to another kind of inpatient care",
  psychiatric: "Going to a psychiatric hospital or unit",
  other: "Another discharge plan",
});

export const SPECIALTY_LEVELS = levels({
  "internal-medicine": "Under internal medicine",
  "family-medicine": "Under family or general practice",
  "emergency-medicine": "Under emergency medicine or trauma",
  cardiology: "Under cardiology",
  pulmonology: "Under pulmonology",
  nephrology: "Under nephrology",
  gastroenterology: "Under gastroenterology",
  neurology: "Under neurology",
  endocrinology: "Under endocrinology",
  oncology: "Under oncology or haematology",
  paediatrics: "Under paediatrics",
  psychiatry: "Under psychiatry or psychology",
  rehabilitation: "Under physical medicine and rehabilitation",
  "general-surgery": "Under general surgery",
  "heart-chest-vascular-surgery": "Under heart, chest or vascular surgery",
  orthopaedics: "Under orthopaedics",
  neurosurgery: "Under neurosurgery",
  urology: "Under urology",
  "obstetrics-gynaecology": "Under obstetrics or gynaecology",
  radiology: "Under radiology",
  "other-surgery": "Under another surgical specialty",
  other: "Under another specialty",
});

export const HBA1C_LEVELS = levels({
  "not-measured": "HbA1c not measured in this stay",
  normal: "HbA1c up to 7 %",
  "above-7": "HbA1c above 7 and up to 8 %",
  "above-8": "HbA1c above 8 %",
});

export const GLUCOSE_LEVELS = levels({
  "not-measured": "No serum glucose on record in this stay",
  normal: "Highest serum glucose up to 200 mg/dL",
  "above-200": "Highest serum glucose above 200 and up to 300 mg/dL",
  "above-300": "Highest serum glucose above 300 mg/dL",
});

/** What became of one antidiabetic drug; "taken" before discharge, while a change can still come. */
export function drugLevels(drug: string): readonly FeatureLevel[] {
  return levels({
    no: `No ${drug}`,
    steady: `${drug}, dose unchanged`,
    up: `${drug}, dose raised during the stay`,
    down: `${drug}, dose lowered during the stay`,
    taken: `Taking ${drug}`,
  });
}
