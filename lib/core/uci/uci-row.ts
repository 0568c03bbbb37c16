import { ANTIDIABETIC_DRUGS } from "@/lib/core/codes/antidiabetic-drugs";
import { diagnosisGroup } from "@/lib/core/codes/diagnosis-groups";
import { Fault } from "@/lib/core/fault";
import { encodeValue } from "@/lib/core/features/encode";
import type { FeatureValue } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import { checkScope, kindOfCare, READMISSION_POPULATION, type StayFacts } from "@/lib/core/scope/scope";
import * as codes from "@/lib/core/uci/uci-codes";

/** One hospital encounter of UCI Diabetes-130, read but not yet encoded. null: not recorded. */
export interface UciRow {
  readonly encounterId: string;
  readonly patientNbr: string;
  readonly race: string | null;
  readonly sex: "female" | "male" | null;
  /** Lower bound of the age band, 0, 10 … 90. */
  readonly ageDecade: number | null;
  readonly admissionTypeId: number;
  readonly dispositionId: number;
  readonly admissionSourceId: number;
  readonly lengthOfStayDays: number;
  readonly medicalSpecialty: string;
  readonly labTests: number;
  readonly procedures: number;
  readonly medications: number;
  readonly priorOutpatient: number;
  readonly priorEmergency: number;
  readonly priorInpatient: number;
  /** ICD-9-CM as UCI prints it, leading zeros restored; null for "?". */
  readonly diagnoses: readonly [string | null, string | null, string | null];
  readonly diagnosisCount: number;
  readonly glucose: string | null;
  readonly hba1c: string | null;
  /** Drug level by feature name: no, steady, up, down. */
  readonly drugs: Readonly<Record<string, string>>;
  readonly readmitted: string;
}

function text(record: Readonly<Record<string, string>>, column: string): string {
  const value = record[column];
  if (value === undefined) throw new Fault("bad-input", `The UCI file has no column ${column}.`);
  return value.trim();
}

function whole(record: Readonly<Record<string, string>>, column: string): number {
  const value = text(record, column);
  if (!/^\d+$/.test(value)) throw new Fault("bad-input", `${column} should be a whole number and is "${value}".`);
  return Number(value);
}

/** A UCI diagnosis with its leading zeros back ("8" → "008", "41.5" → "041.5"); null where it is missing. */
function diagnosisCode(value: string): string | null {
  if (value === "?" || value === "") return null;
  const [head = "", tail] = value.split(".");
  const category = /^\d{1,2}$/.test(head) ? head.padStart(3, "0") : head;
  return tail === undefined ? category : `${category}.${tail}`;
}

/**
 * A row of `diabetic_data.csv` by column name. Throws Fault bad-input naming the column where one is absent or a
 * count is not a whole number; missing clinical values are null.
 */
export function parseUciRow(record: Readonly<Record<string, string>>): UciRow {
  const gender = text(record, "gender");
  const race = text(record, "race");
  const decade = /^\[(\d+)-\d+\)$/.exec(text(record, "age"))?.[1];
  return {
    encounterId: text(record, "encounter_id"),
    patientNbr: text(record, "patient_nbr"),
    race: race === "?" || race === "" ? null : race,
    sex: gender === "Female" ? "female" : gender === "Male" ? "male" : null,
    ageDecade: decade === undefined ? null : Number(decade),
    admissionTypeId: whole(record, "admission_type_id"),
    dispositionId: whole(record, "discharge_disposition_id"),
    admissionSourceId: whole(record, "admission_source_id"),
    lengthOfStayDays: whole(record, "time_in_hospital"),
    medicalSpecialty: text(record, "medical_specialty"),
    labTests: whole(record, "num_lab_procedures"),
    procedures: whole(record, "num_procedures"),
    medications: whole(record, "num_medications"),
    priorOutpatient: whole(record, "number_outpatient"),
    priorEmergency: whole(record, "number_emergency"),
    priorInpatient: whole(record, "number_inpatient"),
    diagnoses: [
      diagnosisCode(text(record, "diag_1")),
      diagnosisCode(text(record, "diag_2")),
      diagnosisCode(text(record, "diag_3")),
    ],
    diagnosisCount: whole(record, "number_diagnoses"),
    glucose: codes.UCI_GLUCOSE[text(record, "max_glu_serum")] ?? null,
    hba1c: codes.UCI_HBA1C[text(record, "A1Cresult")] ?? null,
    drugs: Object.fromEntries(
      ANTIDIABETIC_DRUGS.map(({ feature, uciColumn }) => [
        feature,
        codes.UCI_DRUG_LEVELS[text(record, uciColumn)] ?? "no",
      ]),
    ),
    readmitted: text(record, "readmitted"),
  };
}

/** Every feature's value by name, everything known. */
function values(row: UciRow): Readonly<Record<string, FeatureValue>> {
  const group = (code: string | null) => (code === null ? null : diagnosisGroup("icd9", code));
  return {
    age: row.ageDecade,
    sex: row.sex,
    admissionType: codes.UCI_ADMISSION_TYPES[row.admissionTypeId] ?? null,
    admissionSource: codes.UCI_ADMISSION_SOURCES[row.admissionSourceId] ?? null,
    specialty: codes.uciSpecialty(row.medicalSpecialty),
    priorInpatient: row.priorInpatient,
    priorEmergency: row.priorEmergency,
    priorOutpatient: row.priorOutpatient,
    primaryDiagnosis: group(row.diagnoses[0]),
    secondDiagnosis: group(row.diagnoses[1]),
    thirdDiagnosis: group(row.diagnoses[2]),
    hba1c: row.hba1c,
    glucose: row.glucose,
    ...row.drugs,
    diabetesDrugs: Object.values(row.drugs).filter((level) => level !== "no").length,
    dischargePlan: codes.UCI_DISPOSITIONS[row.dispositionId] ?? null,
    lengthOfStayDays: row.lengthOfStayDays,
    labTests: row.labTests,
    procedures: row.procedures,
    medications: row.medications,
    diagnoses: row.diagnosisCount,
  };
}

/** The feature vector of a row, discharge view (everything known): one number per row of the feature table. */
export function encodeUciRow(row: UciRow): Float32Array {
  const byName = values(row);
  return Float32Array.from(FEATURES, (spec) => encodeValue(spec, byName[spec.name] ?? null));
}

const OUTCOMES = new Set(["<30", ">30", "NO"]);

/**
 * 1 where UCI says readmitted within 30 days: any inpatient readmission, planned or not. Throws Fault bad-input where
 * the column holds another word: counted as "not readmitted" it would spoil a measurement unseen.
 */
export function uciLabel(row: UciRow): 0 | 1 {
  if (!OUTCOMES.has(row.readmitted)) {
    throw new Fault("bad-input", `readmitted should be <30, >30 or NO and is "${row.readmitted}".`);
  }
  return row.readmitted === "<30" ? 1 : 0;
}

/** Why a row is not an index stay (there is no readmission to predict), or null where it is one. */
export function uciExclusion(row: UciRow): string | null {
  const ending = codes.UCI_ENDINGS[row.dispositionId];
  if (ending === undefined) return null;
  return {
    died: "died",
    hospice: "hospice",
    againstAdvice: "left against advice",
    transferredToAcuteCare: "transferred to acute care",
    stillInpatient: "still inpatient",
  }[ending];
}

/** What decides scope in a row. Every patient of UCI Diabetes-130 is diabetic by its own inclusion. */
export function uciStayFacts(row: UciRow): StayFacts {
  const [primary] = row.diagnoses;
  const ending = codes.UCI_ENDINGS[row.dispositionId];
  const group = primary === null ? null : diagnosisGroup("icd9", primary);
  const care = kindOfCare(codes.uciSpecialty(row.medicalSpecialty), group);
  return {
    // The band 10–19 cannot be shown to be adult, and its lower bound is not.
    ageYears: row.ageDecade,
    diabetesOnRecord: true,
    acuteInpatient: true,
    daysSoFar: row.lengthOfStayDays,
    ...care,
    // Obstetrics shares a level with gynaecology; alone on the door it is what it says.
    obstetric: care.obstetric || row.medicalSpecialty === "Obstetrics",
    died: ending === "died",
    hospice: ending === "hospice",
    againstAdvice: ending === "againstAdvice",
    transferredToAcuteCare: ending === "transferredToAcuteCare",
    stillInpatient: ending === "stillInpatient",
  };
}

/** Every reason why a row lies outside the intended population, in plain words; empty where it lies inside. */
export function uciScopeReasons(row: UciRow): string[] {
  return [...checkScope(uciStayFacts(row), READMISSION_POPULATION).reasons];
}

/** The groups every fairness check looks at; none of race or ethnicity is a feature. */
export function uciSubgroups(row: UciRow): Readonly<Record<"race" | "sex" | "ageBand", string>> {
  const { ageDecade: age } = row;
  const ageBand =
    age === null ? "unknown" : age < 50 ? "under 50" : age < 70 ? "50–69" : age < 80 ? "70–79" : "80 and over";
  return { race: row.race ?? "unknown", sex: row.sex ?? "unknown", ageBand };
}
