import { encodeValue, maskForView } from "@/lib/core/features/encode";
import { type FeatureValue, NOT_YET_KNOWN, type View } from "@/lib/core/features/feature-spec";
import { FEATURES } from "@/lib/core/features/feature-table";
import type { Disposition } from "@/lib/core/fhir/disposition";
import type { StayReading } from "@/lib/core/fhir/stay-reading";

/** Level of the discharge plan feature for each place a patient can go; endings that are no index stay have none. */
const PLAN_LEVELS: Readonly<Partial<Record<Disposition, string>>> = {
  home: "home",
  "home-health": "home-health",
  "skilled-nursing": "skilled-nursing",
  "swing-bed": "skilled-nursing",
  "intermediate-care": "intermediate-care",
  rehabilitation: "rehabilitation",
  "long-term-care-hospital": "long-term-hospital",
  "other-inpatient": "other-inpatient",
  psychiatric: "psychiatric",
  "outpatient-follow-up": "other",
  other: "other",
};

interface Evidenced {
  readonly value: FeatureValue;
  readonly evidence: readonly string[];
}

const MISSING: Evidenced = { value: null, evidence: [] };

function toValues(reading: StayReading): ReadonlyMap<string, Evidenced> {
  const { prior, diagnoses, labs, medications, times, procedures } = reading;
  const patient = reading.patientReference === null ? [] : [reading.patientReference];
  const visits = reading.group.visits.map(({ reference }) => reference);
  const covered = prior?.isYearCovered === true ? prior : null;
  const since = (references: readonly string[] | undefined): Evidenced =>
    references === undefined ? MISSING : { value: references.length, evidence: references };
  const ranked = (rank: number): Evidenced => {
    const diagnosis = diagnoses.ranked[rank];
    return diagnosis === undefined ? MISSING : { value: diagnosis.group, evidence: [diagnosis.reference] };
  };
  const plan =
    reading.disposition === null || reading.disposition === "unknown" ? null : PLAN_LEVELS[reading.disposition];
  const values = new Map<string, Evidenced>([
    ["age", { value: reading.ageYears, evidence: patient }],
    ["sex", { value: reading.sex, evidence: patient }],
    ["admissionType", { value: reading.admissionType.level, evidence: reading.admissionType.evidence }],
    ["admissionSource", { value: reading.admissionSource.level, evidence: reading.admissionSource.evidence }],
    ["specialty", { value: reading.specialty.level, evidence: reading.specialty.evidence }],
    ["priorInpatient", since(covered?.inpatient)],
    ["priorEmergency", since(covered?.emergency)],
    ["priorOutpatient", since(covered?.outpatient)],
    ["primaryDiagnosis", ranked(0)],
    ["secondDiagnosis", ranked(1)],
    ["thirdDiagnosis", ranked(2)],
    ["hba1c", { value: labs.hba1c.level, evidence: labs.hba1c.evidence }],
    ["glucose", { value: labs.glucose.level, evidence: labs.glucose.evidence }],
    ["diabetesDrugs", { value: medications.diabetesDrugs, evidence: medications.diabetesEvidence }],
    ["dischargePlan", { value: plan ?? null, evidence: plan === null || plan === undefined ? [] : visits }],
    ["lengthOfStayDays", { value: times.midnights === null ? null : Math.max(1, times.midnights), evidence: visits }],
    ["labTests", { value: labs.count, evidence: labs.evidence }],
    ["procedures", since(procedures ?? undefined)],
    ["medications", { value: medications.count, evidence: medications.evidence }],
    [
      "diagnoses",
      { value: diagnoses.count, evidence: diagnoses.count === null ? [] : diagnoses.ranked.map((d) => d.reference) },
    ],
  ]);
  for (const [feature, { level, evidence }] of medications.drugs) values.set(feature, { value: level, evidence });
  return values;
}

/** A stay as the model sees it in `view`: one number and the references it came from per row of the feature table. */
export function toFeatures(
  reading: StayReading,
  view: View,
): { encoded: Float32Array; evidence: readonly (readonly string[])[] } {
  const values = toValues(reading);
  const full = Float32Array.from(FEATURES, (spec) => encodeValue(spec, values.get(spec.name)?.value ?? null));
  const encoded = maskForView(full, view);
  const evidence = FEATURES.map(({ name }, at) =>
    encoded[at] === NOT_YET_KNOWN ? [] : (values.get(name)?.evidence ?? []),
  );
  return { encoded, evidence };
}
