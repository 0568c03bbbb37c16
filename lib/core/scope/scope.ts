import type { Applicability } from "@/lib/core/model/scored-stay";

/** What decides whether the model may speak about a stay. null: not known. */
export interface StayFacts {
  /** Whole years at admission; for a decade, its lower bound. */
  readonly ageYears: number | null;
  readonly diabetesOnRecord: boolean | null;
  /** Admitted to hospital as an inpatient for acute care. */
  readonly acuteInpatient: boolean | null;
  /** Midnights from admission to discharge, or to now. */
  readonly daysSoFar: number | null;
  /** The kinds of care below and the endings after them are true only where the record says so. */
  readonly obstetric: boolean | null;
  readonly psychiatric: boolean | null;
  readonly rehabilitation: boolean | null;
  readonly died: boolean | null;
  readonly hospice: boolean | null;
  readonly againstAdvice: boolean | null;
  readonly transferredToAcuteCare: boolean | null;
  /** The source says the stay goes on elsewhere in its own books although it reports a discharge. */
  readonly stillInpatient: boolean | null;
}

/** Whom a model is for; part of its manifest. */
export interface IntendedPopulation {
  readonly minimumAgeYears: number;
  readonly maximumDays: number;
  readonly requiresDiabetes: boolean;
  readonly excludes: readonly ScopeExclusion[];
}

const EXCLUSION_REASONS = {
  obstetric: "The model was not made for pregnancy or childbirth.",
  psychiatric: "The model was not made for psychiatric stays.",
  rehabilitation: "The model was not made for rehabilitation stays.",
  died: "The patient died.",
  hospice: "The patient is going to hospice care.",
  againstAdvice: "The patient left against medical advice.",
  transferredToAcuteCare: "The patient was transferred to another acute hospital, so this stay has not ended there.",
  stillInpatient: "The record says that the patient is still an inpatient after this stay.",
} as const;

export type ScopeExclusion = keyof typeof EXCLUSION_REASONS;

export const SCOPE_EXCLUSIONS = Object.keys(EXCLUSION_REASONS) as readonly ScopeExclusion[];

/** Whom the shipped readmission model is for: what UCI Diabetes-130 holds, less what cannot be an index stay. */
export const READMISSION_POPULATION: IntendedPopulation = {
  minimumAgeYears: 18,
  maximumDays: 14,
  requiresDiabetes: true,
  excludes: SCOPE_EXCLUSIONS,
};

/**
 * Whether a stay is one the model may speak about, with every reason against in plain words. An unknown age,
 * diabetes status, kind of encounter or admission time decides nothing, so the model abstains on it; a kind of care
 * or an ending counts only where the record says it.
 */
export function checkScope(facts: StayFacts, population: IntendedPopulation): Applicability {
  const reasons: string[] = [];
  const { minimumAgeYears, maximumDays, requiresDiabetes } = population;
  if (facts.acuteInpatient === null) reasons.push("It is not known whether this was an acute inpatient stay.");
  else if (!facts.acuteInpatient) reasons.push("This is not an acute inpatient stay.");
  if (facts.ageYears === null) reasons.push("The patient's age is not known.");
  else if (facts.ageYears < minimumAgeYears) reasons.push(`The patient is under ${minimumAgeYears}.`);
  if (requiresDiabetes && facts.diabetesOnRecord === null)
    reasons.push("It is not known whether the patient has diabetes.");
  else if (requiresDiabetes && !facts.diabetesOnRecord) reasons.push("No diabetes diagnosis is on record.");
  if (facts.daysSoFar === null) reasons.push("The length of the stay is not known.");
  else if (facts.daysSoFar > maximumDays) reasons.push(`The stay is longer than ${maximumDays} days.`);
  for (const exclusion of population.excludes) if (facts[exclusion]) reasons.push(EXCLUSION_REASONS[exclusion]);
  return { inScope: reasons.length === 0, reasons };
}

export interface KindOfCare {
  readonly obstetric: boolean;
  readonly psychiatric: boolean;
  readonly rehabilitation: boolean;
}

/**
 * The kind of care that a specialty level and the main diagnosis group (codes of the feature table, null unknown)
 * make plain. A psychiatric main diagnosis under another known specialty is general acute care.
 */
export function kindOfCare(specialty: string | null, primaryDiagnosis: string | null): KindOfCare {
  const mental = primaryDiagnosis === "psychosis" || primaryDiagnosis === "mood";
  return {
    obstetric: primaryDiagnosis === "obstetric",
    psychiatric: specialty === "psychiatry" || (specialty === null && mental),
    rehabilitation: specialty === "rehabilitation" || primaryDiagnosis === "rehabilitation",
  };
}
