import { DIAGNOSIS_CATALOGUE } from "@/lib/core/demo/diagnosis-catalogue";

/** One hospital stay as levels of the demo generator's variables, e.g. `{ age: "[70-80)", sex: "Female" }`. */
export type StayLevels = Readonly<Record<string, string>>;

/** A variable of the generator and how a UCI Diabetes-130 record is cut into its levels. */
export interface StayVariable {
  readonly name: string;
  readonly level: (record: Readonly<Record<string, string>>) => string;
}

const column = (record: Readonly<Record<string, string>>, name: string): string => record[name] ?? "?";

/** Cuts a count at lower bounds: `bandOf(7, [0, 5, 10])` is "5-9", the last band is open ("10+"). */
export function bandOf(value: number, lowerBounds: readonly number[]): string {
  let index = 0;
  while (index + 1 < lowerBounds.length && value >= (lowerBounds[index + 1] ?? 0)) index++;
  const low = lowerBounds[index] ?? 0;
  const next = lowerBounds[index + 1];
  if (next === undefined) return `${low}+`;
  return next - 1 === low ? `${low}` : `${low}-${next - 1}`;
}

const counted =
  (name: string, lowerBounds: readonly number[]) =>
  (record: Readonly<Record<string, string>>): string =>
    bandOf(Number(column(record, name)), lowerBounds);

/** 3-character category (diabetes: 4), or `other` where the catalogue does not hold it; `none` where empty. */
function diagnosisLevel(code: string): string {
  if (code === "?") return "none";
  if (code.startsWith("250")) {
    const category = code.length > 4 ? code.slice(0, 5) : "250.0";
    return category in DIAGNOSIS_CATALOGUE ? category : "250.9";
  }
  const category = code.split(".")[0] ?? code;
  return category in DIAGNOSIS_CATALOGUE ? category : "other";
}

/** Chapter of a diagnosis: drawn first, so that the category after it can depend on more than its own history. */
const chapterLevel = (code: string): string => {
  const category = diagnosisLevel(code);
  return DIAGNOSIS_CATALOGUE[category]?.chapter ?? category;
};

const ADMISSION_TYPES: Readonly<Record<string, string>> = {
  "1": "emergency",
  "2": "urgent",
  "3": "elective",
  "7": "emergency",
};
const ADMISSION_SOURCES: Readonly<Record<string, string>> = {
  "1": "referral",
  "2": "referral",
  "3": "referral",
  "4": "hospital",
  "5": "nursing-facility",
  "6": "other-facility",
  "7": "emergency-room",
  "10": "hospital",
  "22": "hospital",
  "25": "other-facility",
};
const DISPOSITIONS: Readonly<Record<string, string>> = {
  "1": "home",
  "3": "skilled-nursing",
  "4": "intermediate-care",
  "5": "other-facility",
  "6": "home-health",
  "8": "home-health",
  "22": "rehabilitation",
  "23": "long-term-hospital",
  "24": "skilled-nursing",
  "28": "psychiatric",
};
const SPECIALTIES = new Set([
  "?",
  "InternalMedicine",
  "Emergency/Trauma",
  "Family/GeneralPractice",
  "Cardiology",
  "Surgery-General",
  "Nephrology",
  "Orthopedics",
  "Orthopedics-Reconstructive",
  "Radiologist",
  "Pulmonology",
  "Psychiatry",
  "Urology",
  "ObstetricsandGynecology",
  "Surgery-Cardiovascular/Thoracic",
  "Surgery-Vascular",
  "Gastroenterology",
  "Surgery-Neuro",
  "PhysicalMedicineandRehabilitation",
  "Oncology",
  "Neurology",
]);

const STATUS_ORDER = ["Up", "Down", "Steady"] as const;

/** Which sulfonylurea was taken and how it changed, e.g. "glipizide:Steady"; "No" for none. */
function sulfonylureaLevel(record: Readonly<Record<string, string>>): string {
  for (const status of STATUS_ORDER) {
    for (const drug of ["glipizide", "glyburide", "glimepiride"]) {
      if (column(record, drug) === status) return `${drug}:${status === "Steady" ? status : "Changed"}`;
    }
  }
  return "No";
}

/** The generator's variables in the order they are drawn: who, how admitted, what for, what was done, where next. */
export const STAY_VARIABLES: readonly StayVariable[] = [
  { name: "age", level: (r) => column(r, "age") },
  { name: "sex", level: (r) => column(r, "gender") },
  { name: "admissionSource", level: (r) => ADMISSION_SOURCES[column(r, "admission_source_id")] ?? "not-recorded" },
  { name: "admissionType", level: (r) => ADMISSION_TYPES[column(r, "admission_type_id")] ?? "not-recorded" },
  {
    name: "specialty",
    level: (r) => (SPECIALTIES.has(column(r, "medical_specialty")) ? column(r, "medical_specialty") : "other"),
  },
  { name: "chapter1", level: (r) => chapterLevel(column(r, "diag_1")) },
  { name: "diagnosis1", level: (r) => diagnosisLevel(column(r, "diag_1")) },
  { name: "chapter2", level: (r) => chapterLevel(column(r, "diag_2")) },
  { name: "diagnosis2", level: (r) => diagnosisLevel(column(r, "diag_2")) },
  { name: "chapter3", level: (r) => chapterLevel(column(r, "diag_3")) },
  { name: "diagnosis3", level: (r) => diagnosisLevel(column(r, "diag_3")) },
  { name: "diagnosisCount", level: counted("number_diagnoses", [1, 4, 5, 6, 7, 8, 9]) },
  { name: "lengthOfStay", level: (r) => column(r, "time_in_hospital") },
  { name: "procedureCount", level: (r) => column(r, "num_procedures") },
  { name: "labCount", level: counted("num_lab_procedures", [1, 10, 20, 30, 40, 50, 60, 70, 80]) },
  { name: "medicationCount", level: counted("num_medications", [1, 6, 9, 12, 15, 18, 22, 28, 36]) },
  { name: "inpatientVisits", level: counted("number_inpatient", [0, 1, 2, 3, 4, 5, 7, 10]) },
  { name: "emergencyVisits", level: counted("number_emergency", [0, 1, 2, 3, 5, 8]) },
  { name: "outpatientVisits", level: counted("number_outpatient", [0, 1, 2, 3, 5, 8]) },
  { name: "hba1c", level: (r) => column(r, "A1Cresult") },
  { name: "glucose", level: (r) => column(r, "max_glu_serum") },
  { name: "insulin", level: (r) => column(r, "insulin") },
  { name: "metformin", level: (r) => column(r, "metformin") },
  { name: "sulfonylurea", level: sulfonylureaLevel },
  { name: "pioglitazone", level: (r) => (column(r, "pioglitazone") === "No" ? "No" : "Steady") },
  { name: "disposition", level: (r) => DISPOSITIONS[column(r, "discharge_disposition_id")] ?? "not-recorded" },
  // Last, so that nothing clinical is drawn from it.
  { name: "race", level: (r) => column(r, "race") },
];

/** Cuts one UCI record into levels. */
export function toStayLevels(record: Readonly<Record<string, string>>): StayLevels {
  const levels: Record<string, string> = {};
  for (const variable of STAY_VARIABLES) levels[variable.name] = variable.level(record);
  return levels;
}
