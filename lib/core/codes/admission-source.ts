/**
 * Where a patient came from: NUBC point of origin (and its UB-92 predecessor, "source of admission") by its letters
 * and digits, HL7 admit-source by its words.
 * @see https://terminology.hl7.org/CodeSystem-admit-source.html
 */
const NUBC: Readonly<Record<string, string>> = {
  "1": "physician",
  "2": "clinic",
  "3": "clinic",
  "4": "hospital",
  "5": "nursing",
  "6": "other-facility",
  "7": "emergency",
  "8": "other",
  A: "hospital",
  B: "other",
  C: "other",
  D: "hospital",
  E: "other",
  F: "other",
  G: "other",
};

const HL7: Readonly<Record<string, string>> = {
  "hosp-trans": "hospital",
  emd: "emergency",
  outp: "clinic",
  born: "other",
  gp: "physician",
  mp: "physician",
  nursing: "nursing",
  psych: "other-facility",
  rehab: "other-facility",
  other: "other",
};

/** Words, most telling first: "transfer from skilled nursing" is nursing, not a hospital transfer. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/not available|unknown|not specified/i, ""],
  [/emergency|\bED\b|\bER\b|a&e/i, "emergency"],
  [/nursing|\bSNF\b|intermediate care|assisted living/i, "nursing"],
  [
    /hospice|surgery (cent(er|re)|transfer)|procedure site|\bPACU\b|home health|court|law enforcement|prison|born|delivery|birth|newborn/i,
    "other",
  ],
  [/rehab|\bpsych|other (health ?care )?facility|another facility/i, "other-facility"],
  [/hospital/i, "hospital"],
  [/clinic|outpatient|HMO/i, "clinic"],
  [/physician|practitioner|\bGP\b|doctor|referral|home|non-health/i, "physician"],
];

/** The feature level of an admit-source coding, null where it is not one we know or says "not available". */
export function admissionSource(system: string, code: string): string | null {
  const known = HL7[code.trim().toLowerCase()];
  if (known !== undefined) return known;
  return /nubc|0023|6\.301|point-?of-?origin|source-?of-?admission/i.test(system)
    ? (NUBC[code.trim().toUpperCase()] ?? null)
    : null;
}

/** The feature level of a site's own words for where the patient came from, null where they say nothing we know. */
export function admissionSourceOfText(text: string): string | null {
  return WORDS.find(([pattern]) => pattern.test(text))?.[1] || null;
}
