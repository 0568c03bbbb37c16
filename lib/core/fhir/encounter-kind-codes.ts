/** What an Encounter is to this reader. `planned` ones never happened (cancelled, pre-admission, not yet begun). */
export type EncounterKind = "inpatient" | "emergency" | "outpatient" | "planned";

/**
 * Standard class codes. Observation and short stays occupy a bed and are read as stays.
 *
 * @see https://terminology.hl7.org/CodeSystem-v3-ActCode.html (ActEncounterCode)
 * @see https://terminology.hl7.org/CodeSystem-v2-0004.html (patient class)
 */
export const CLASS_CODES: ReadonlyMap<string, EncounterKind> = new Map([
  ["IMP", "inpatient"],
  ["ACUTE", "inpatient"],
  ["NONAC", "inpatient"],
  ["OBSENC", "inpatient"],
  ["SS", "inpatient"],
  ["EMER", "emergency"],
  ["AMB", "outpatient"],
  ["VR", "outpatient"],
  ["HH", "outpatient"],
  ["FLD", "outpatient"],
  ["PRENC", "planned"],
]);

export const V2_CLASS_CODES: ReadonlyMap<string, EncounterKind> = new Map([
  ["I", "inpatient"],
  ["B", "inpatient"],
  ["E", "emergency"],
  ["O", "outpatient"],
  ["R", "outpatient"],
  ["P", "planned"],
]);

/** Abbreviations that sites use as class codes of their own. */
export const LOCAL_CLASS_CODES: ReadonlyMap<string, EncounterKind> = new Map([
  ["IP", "inpatient"],
  ["INP", "inpatient"],
  ["I", "inpatient"],
  ["ED", "emergency"],
  ["ER", "emergency"],
  ["E", "emergency"],
  ["OP", "outpatient"],
  ["OUT", "outpatient"],
  ["O", "outpatient"],
]);

/** SNOMED CT procedures and findings used as Encounter.type. */
export const SNOMED_TYPES: ReadonlyMap<string, EncounterKind> = new Map([
  ["32485007", "inpatient"], // Hospital admission
  ["8715000", "inpatient"], // Hospital admission, elective
  ["183450002", "inpatient"], // Admission to burn unit
  ["183452005", "inpatient"], // Emergency hospital admission
  ["183495009", "inpatient"], // Non-urgent orthopaedic admission
  ["112689000", "inpatient"], // Hospital admission, elective, with complete pre-admission work-up
  ["308540004", "inpatient"], // Inpatient stay
  ["305351004", "inpatient"], // Admission to intensive care unit
  ["305408004", "inpatient"], // Admission to surgical department
  ["305411003", "inpatient"], // Admission to thoracic surgery department
  ["394656005", "inpatient"], // Inpatient care
  ["416683003", "inpatient"], // Admit heart failure
  ["4525004", "emergency"], // Emergency department patient visit
  ["50849002", "emergency"], // Emergency room admission
  ["185349003", "outpatient"], // Encounter for check up
  ["390906007", "outpatient"], // Follow-up encounter
  ["185347001", "outpatient"], // Encounter for problem
]);

/** CPT evaluation-and-management ranges used as Encounter.type (first, last, kind). */
export const CPT_TYPES: readonly (readonly [number, number, EncounterKind])[] = [
  [99217, 99239, "inpatient"], // observation and hospital inpatient care
  [99251, 99255, "inpatient"], // inpatient consultation
  [99281, 99288, "emergency"],
  [99291, 99292, "inpatient"], // critical care
  [99201, 99215, "outpatient"],
  [99241, 99245, "outpatient"],
  [99341, 99350, "outpatient"],
  [99381, 99397, "outpatient"],
];

/** CMS place-of-service codes. @see https://www.cms.gov/medicare/coding-billing/place-of-service-codes */
export const PLACE_OF_SERVICE: ReadonlyMap<string, EncounterKind> = new Map([
  ["21", "inpatient"],
  ["51", "inpatient"],
  ["61", "inpatient"],
  ["23", "emergency"],
  ["11", "outpatient"],
  ["19", "outpatient"],
  ["20", "outpatient"],
  ["22", "outpatient"],
]);

/** A site's own words, first match wins: what is not a bed is told before what is. */
export const KIND_WORDS: readonly (readonly [RegExp, EncounterKind])[] = [
  [/\b(pre-?admi(t|ssion)|scheduled|waiting list|cancell?ed)\b/i, "planned"],
  [
    /\b(out-?patient|ambulatory|office|clinic|tele(health|medicine|phone)|home (visit|health|care)|virtual|day (case|care|hospital|surgery)|check-?up|follow-?up|consultation|preventive|ambulant)\b/i,
    "outpatient",
  ],
  [
    /\b(in-?patient|hospitali[sz](ed|ation)|hospital (stay|admission)|acute care|intensive care|icu|ward|admission to|admitted|short stay|observation|hospitalisation|station(ä|ae)r)\b/i,
    "inpatient",
  ],
  [/\b(emergency|a&e|ed visit|er visit|casualty|urgences)\b/i, "emergency"],
];
