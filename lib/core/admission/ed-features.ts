import { COMPLAINT_GROUPS, OTHER_COMPLAINT } from "@/lib/core/admission/complaint-groups";
import type { CategoricalFeature, FeatureSpec, NumericFeature } from "@/lib/core/features/feature-spec";
import { SEX_LEVELS } from "@/lib/core/features/levels";

const KNOWN = { knownFrom: "admission" } as const;
const VITALS_MISSING = "Not recorded where no such measurement of this visit is on file.";

const number = (spec: Omit<NumericFeature, "kind" | "knownFrom">): NumericFeature => ({
  kind: "numeric",
  ...KNOWN,
  ...spec,
});

const category = (
  name: string,
  label: string,
  missingRule: string,
  levels: Readonly<Record<string, string>>,
): CategoricalFeature => ({
  kind: "categorical",
  ...KNOWN,
  name,
  label,
  missingRule,
  levels: Object.entries(levels).map(([code, sentence]) => ({ code, sentence })),
});

const vital = (name: string, label: string, unit: string, maximum: number, step: number): NumericFeature =>
  number({
    name,
    label,
    missingRule: VITALS_MISSING,
    unit,
    maximum,
    step,
    sentence: (value) => `${label} ${value} ${unit}`,
  });

/**
 * What is known of a visit to the emergency department once triage is done, in order: index in this list = column of
 * a vector. Nothing of it is learnt later: not the diagnosis, the length of the visit or how experts judged the triage.
 * The hospital and how busy it was are left out: they mean nothing elsewhere.
 */
export const ED_FEATURES: readonly FeatureSpec[] = [
  number({
    name: "age",
    label: "Age",
    missingRule: "Not recorded where the birth date is missing.",
    unit: "years",
    maximum: 95,
    step: 5,
    sentence: (value) => (value >= 95 ? "Aged 95 or over" : `Aged ${value} to ${value + 4}`),
  }),
  {
    kind: "categorical",
    ...KNOWN,
    name: "sex",
    label: "Sex",
    missingRule: "Not recorded where the record says other, unknown or nothing: the model never met them.",
    levels: SEX_LEVELS,
  },
  category("arrivalMode", "How the patient arrived", "Not recorded where the visit has no mode of arrival.", {
    walking: "Came on foot",
    "public-ambulance": "Brought by emergency ambulance",
    vehicle: "Came by car",
    "private-ambulance": "Brought by transfer ambulance",
    other: "Arrived in another way",
  }),
  category("injury", "Injury", "Not recorded where nobody noted whether there was an injury.", {
    no: "No injury",
    yes: "Injured",
  }),
  category("complaint", "Chief complaint", "Not recorded where the complaint is missing or cannot be read.", {
    ...Object.fromEntries(COMPLAINT_GROUPS.map(({ code, sentence }) => [code, sentence])),
    [OTHER_COMPLAINT]: "Another complaint",
  }),
  number({
    name: "triage",
    label: "Triage level",
    missingRule: "Not recorded where the visit has no five-level triage.",
    unit: "level",
    maximum: 5,
    sentence: (value) => `Triage level ${value} of 5 (1 most urgent)`,
  }),
  category("consciousness", "Consciousness", "Not recorded where neither AVPU nor a coma scale is on file.", {
    alert: "Alert",
    verbal: "Responds to voice",
    pain: "Responds to pain",
    unresponsive: "Unresponsive",
  }),
  category("inPain", "Pain", "Not recorded where nobody asked about pain.", {
    no: "Says there is no pain",
    yes: "In pain",
  }),
  number({
    name: "painScore",
    label: "Pain score",
    missingRule: "Not recorded where pain was not rated from 0 to 10.",
    unit: "of 10",
    maximum: 10,
    sentence: (value) => `Pain rated ${value} of 10`,
  }),
  vital("systolic", "Systolic blood pressure", "mmHg", 240, 5),
  vital("diastolic", "Diastolic blood pressure", "mmHg", 150, 5),
  vital("heartRate", "Heart rate", "a minute", 200, 5),
  vital("respiratoryRate", "Respiratory rate", "a minute", 60, 1),
  vital("temperature", "Temperature", "°C", 42, 0.5),
  vital("oxygenSaturation", "Oxygen saturation", "%", 100, 1),
];

/** Column of a feature by name. Throws where there is none: a spelling mistake. */
export function edFeatureIndex(name: string): number {
  const index = ED_FEATURES.findIndex((spec) => spec.name === name);
  if (index < 0) throw new Error(`There is no feature "${name}" of a visit.`);
  return index;
}
