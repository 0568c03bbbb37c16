/** Priority of admission: NUBC type of admission or visit. */
const NUBC: Readonly<Record<string, string>> = {
  "1": "emergency",
  "2": "urgent",
  "3": "elective",
  "4": "newborn",
  "5": "trauma",
};

/** @see https://terminology.hl7.org/CodeSystem-v3-ActPriority.html */
const ACT_PRIORITY: Readonly<Record<string, string>> = {
  EM: "emergency",
  S: "emergency",
  UR: "urgent",
  A: "urgent",
  RR: "urgent",
  EL: "elective",
  R: "elective",
  P: "elective",
};

/** @see https://terminology.hl7.org/CodeSystem-v2-0007.html */
const V2_0007: Readonly<Record<string, string>> = {
  A: "emergency",
  C: "elective",
  E: "emergency",
  N: "newborn",
  R: "elective",
  U: "urgent",
};

/** SNOMED CT admission procedures and priorities. */
const SNOMED: Readonly<Record<string, string>> = {
  "183452005": "emergency",
  "50849002": "emergency",
  "25876001": "emergency",
  "103391001": "urgent",
  "8715000": "elective",
  "112689000": "elective",
  "103390000": "elective",
  "50811001": "elective",
};

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/trauma/i, "trauma"],
  [/newborn|neonat/i, "newborn"],
  [/emergen|\bstat\b/i, "emergency"],
  [/non.?urgent|elective|planned|routine|scheduled/i, "elective"],
  [/urgent/i, "urgent"],
];

/** The feature level of an Encounter.priority coding, null where it is not one we know or says "not available". */
export function admissionType(system: string, code: string): string | null {
  const text = code.trim().toUpperCase();
  if (/nubc|6\.301|type-?of-?admi/i.test(system)) return NUBC[text] ?? null;
  if (/ActPriority|5\.7\b/i.test(system)) return ACT_PRIORITY[text] ?? null;
  if (/0007/.test(system)) return V2_0007[text] ?? null;
  if (/snomed/i.test(system)) return SNOMED[text] ?? null;
  return null;
}

/** The feature level of a site's own words for the priority of admission, null where they say nothing we know. */
export function admissionTypeOfText(text: string): string | null {
  return WORDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
