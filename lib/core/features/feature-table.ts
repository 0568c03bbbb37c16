import { ANTIDIABETIC_DRUGS, type AntidiabeticDrug } from "@/lib/core/codes/antidiabetic-drugs";
import { DIAGNOSIS_GROUPS, diagnosisGroupLabel } from "@/lib/core/codes/diagnosis-groups";
import type { CategoricalFeature, FeatureSpec, NumericFeature } from "@/lib/core/features/feature-spec";
import * as levels from "@/lib/core/features/levels";

const number = (spec: Omit<NumericFeature, "kind">): NumericFeature => ({ kind: "numeric", ...spec });
const category = (spec: Omit<CategoricalFeature, "kind">): CategoricalFeature => ({ kind: "categorical", ...spec });

const HISTORY_MISSING =
  "Unknown history unless the record is known to reach back a year: no visits on file is not the same as none.";

const count = (value: number, one: string, many: string): string =>
  value === 0 ? `No ${many}` : `${value} ${value === 1 ? one : many}`;

/** A whole-stay count: it only accumulates, so it means something once the stay's end is in sight. */
const stayCount = (name: string, label: string, unit: string, maximum: number, one: string, many: string) =>
  number({
    name,
    label,
    knownFrom: "discharge",
    missingRule: `Not recorded where the source holds no ${many} of this stay.`,
    unit,
    maximum,
    sentence: (value) => `${count(value, one, many)} in this stay`,
  });

const priorVisits = (name: string, label: string, maximum: number, one: string, many: string) =>
  number({
    name,
    label,
    knownFrom: "admission",
    missingRule: HISTORY_MISSING,
    unit: "visits",
    maximum,
    sentence: (value) => `${count(value, one, many)} in the past year`,
  });

function diagnosis(name: string, label: string): CategoricalFeature {
  return category({
    name,
    label,
    knownFrom: "stay",
    missingRule: "Not recorded where no coded diagnosis of this rank is known, or its code is in no group.",
    levels: DIAGNOSIS_GROUPS.map((code) => ({ code, sentence: `${label}: ${diagnosisGroupLabel(code)}` })),
  });
}

function drug({ feature, label }: AntidiabeticDrug): CategoricalFeature {
  const name = label.charAt(0).toUpperCase() + label.slice(1);
  return category({
    name: feature,
    label: name,
    knownFrom: "stay",
    missingRule: "Not recorded where the source holds no medication of this stay at all.",
    levels: levels.drugLevels(label).map(({ code, sentence }) => ({
      code,
      sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1),
    })),
    coarse: { before: "discharge", code: "taken", from: ["steady", "up", "down"] },
  });
}

/**
 * The one ordered feature table, used by training and serving alike: index in this list = column of a feature
 * vector. Race, ethnicity and payer are never features. Every row is derivable from FHIR and from a row of UCI
 * Diabetes-130, whose `change` flag is left out because it does not follow from the drug columns.
 * @see https://doi.org/10.24432/C5230J
 */
export const FEATURES: readonly FeatureSpec[] = [
  number({
    name: "age",
    label: "Age",
    knownFrom: "admission",
    missingRule: "Not recorded where the birth date is missing.",
    unit: "years",
    maximum: 90,
    step: 10,
    sentence: (decade) => (decade >= 90 ? "Aged 90 or over" : `Aged ${decade} to ${decade + 9}`),
  }),
  category({
    name: "sex",
    label: "Sex",
    knownFrom: "admission",
    missingRule: "Not recorded where the record says other, unknown or nothing: the model never met them.",
    levels: levels.SEX_LEVELS,
  }),
  category({
    name: "admissionType",
    label: "Kind of admission",
    knownFrom: "admission",
    missingRule: "Not recorded where the stay has no priority of admission.",
    levels: levels.ADMISSION_TYPE_LEVELS,
  }),
  category({
    name: "admissionSource",
    label: "Where the patient came from",
    knownFrom: "admission",
    missingRule: "Not recorded where the stay has no point of origin.",
    levels: levels.ADMISSION_SOURCE_LEVELS,
  }),
  category({
    name: "specialty",
    label: "Admitting specialty",
    knownFrom: "admission",
    missingRule: "Not recorded where neither the service nor the physician's specialty is known.",
    levels: levels.SPECIALTY_LEVELS,
  }),
  priorVisits("priorInpatient", "Hospital stays in the past year", 21, "hospital stay", "hospital stays"),
  priorVisits("priorEmergency", "Emergency visits in the past year", 76, "emergency visit", "emergency visits"),
  priorVisits("priorOutpatient", "Outpatient visits in the past year", 40, "outpatient visit", "outpatient visits"),
  diagnosis("primaryDiagnosis", "Main diagnosis"),
  diagnosis("secondDiagnosis", "Second diagnosis"),
  diagnosis("thirdDiagnosis", "Third diagnosis"),
  category({
    name: "hba1c",
    label: "HbA1c in this stay",
    knownFrom: "stay",
    missingRule: "Not recorded where a result exists but cannot be read; no result at all is 'not measured'.",
    levels: levels.HBA1C_LEVELS,
  }),
  category({
    name: "glucose",
    label: "Highest serum glucose in this stay",
    knownFrom: "stay",
    missingRule: "Not recorded where a result exists but cannot be read; no result at all is 'not measured'.",
    levels: levels.GLUCOSE_LEVELS,
  }),
  ...ANTIDIABETIC_DRUGS.map(drug),
  number({
    name: "diabetesDrugs",
    label: "Number of diabetes drugs",
    knownFrom: "stay",
    missingRule:
      "Not recorded where no medication is on record, or where the patient takes a diabetes drug this model does not know.",
    unit: "drugs",
    maximum: 6,
    sentence: (value) => `Taking ${count(value, "diabetes drug", "diabetes drugs").replace("No", "no")}`,
  }),
  category({
    name: "dischargePlan",
    label: "Recorded discharge plan",
    knownFrom: "discharge",
    missingRule: "Not recorded where the stay has no discharge disposition.",
    caution: "It reflects how ill patients are; it is not a reason to change the plan.",
    levels: levels.DISPOSITION_LEVELS,
  }),
  number({
    name: "lengthOfStayDays",
    label: "Length of stay",
    knownFrom: "discharge",
    missingRule: "Not recorded where the admission time is missing.",
    unit: "days",
    maximum: 14,
    sentence: (value) => `${value} ${value === 1 ? "day" : "days"} in hospital`,
  }),
  stayCount("labTests", "Laboratory tests in this stay", "tests", 132, "laboratory test", "laboratory tests"),
  stayCount("procedures", "Procedures in this stay", "procedures", 6, "procedure", "procedures"),
  stayCount("medications", "Distinct medications in this stay", "medications", 81, "medication", "medications"),
  stayCount("diagnoses", "Diagnoses coded in this stay", "diagnoses", 16, "coded diagnosis", "coded diagnoses"),
];

const INDEX: ReadonlyMap<string, number> = new Map(FEATURES.map(({ name }, index) => [name, index]));

/** Column of a feature in an encoded stay. Throws RangeError for a name that is in no row: a programmer's mistake. */
export function featureIndex(name: string): number {
  const index = INDEX.get(name);
  if (index === undefined) throw new RangeError(`No feature is called ${name}`);
  return index;
}
