import { specialtyOfText } from "@/lib/core/codes/specialties";

/**
 * UCI Diabetes-130's id tables (`IDs_mapping.csv`) → Wardlight's levels. An id that is absent here (NULL, Not
 * Mapped, Not Available, Unknown/Invalid) is not recorded.
 * @see https://doi.org/10.24432/C5230J
 */
export const UCI_ADMISSION_TYPES: Readonly<Record<number, string>> = {
  1: "emergency",
  2: "urgent",
  3: "elective",
  4: "newborn",
  7: "trauma",
};

export const UCI_ADMISSION_SOURCES: Readonly<Record<number, string>> = {
  1: "physician",
  2: "clinic",
  3: "clinic",
  4: "hospital",
  5: "nursing",
  6: "other-facility",
  7: "emergency",
  8: "other",
  10: "hospital",
  11: "other",
  12: "other",
  13: "other",
  14: "other",
  18: "other",
  19: "other",
  22: "hospital",
  23: "other",
  24: "other",
  25: "other",
  26: "other",
};

export const UCI_DISPOSITIONS: Readonly<Record<number, string>> = {
  1: "home",
  3: "skilled-nursing",
  4: "intermediate-care",
  5: "other-inpatient",
  6: "home-health",
  8: "home-health",
  15: "skilled-nursing",
  16: "other",
  17: "other",
  22: "rehabilitation",
  23: "long-term-hospital",
  24: "intermediate-care",
  28: "psychiatric",
  30: "other",
};

/** Endings after which there is no readmission to predict, and the word for each. */
export const UCI_ENDINGS: Readonly<
  Record<number, "died" | "hospice" | "againstAdvice" | "transferredToAcuteCare" | "stillInpatient">
> = {
  2: "transferredToAcuteCare",
  7: "againstAdvice",
  9: "stillInpatient",
  10: "transferredToAcuteCare",
  11: "died",
  12: "stillInpatient",
  13: "hospice",
  14: "hospice",
  19: "died",
  20: "died",
  21: "died",
  27: "transferredToAcuteCare",
  29: "transferredToAcuteCare",
};

/** A `medical_specialty` in words: "Surgery-Cardiovascular/Thoracic" → "Surgery Cardiovascular Thoracic". */
export function uciSpecialtyWords(text: string): string {
  return text
    .replace(/[-/&]/g, " ")
    .replace(/([a-z])(and)?([A-Z])/g, (_, before: string, and: string | undefined, after: string) =>
      and === undefined ? `${before} ${after}` : `${before} and ${after}`,
    )
    .trim();
}

/** The specialty level of a `medical_specialty`; "?", PhysicianNotFound and teams that name no specialty are null. */
export function uciSpecialty(text: string): string | null {
  return specialtyOfText(uciSpecialtyWords(text));
}

export const UCI_HBA1C: Readonly<Record<string, string>> = {
  None: "not-measured",
  Norm: "normal",
  ">7": "above-7",
  ">8": "above-8",
};

export const UCI_GLUCOSE: Readonly<Record<string, string>> = {
  None: "not-measured",
  Norm: "normal",
  ">200": "above-200",
  ">300": "above-300",
};

export const UCI_DRUG_LEVELS: Readonly<Record<string, string>> = { No: "no", Steady: "steady", Up: "up", Down: "down" };
