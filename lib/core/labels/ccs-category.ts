import { normaliseIcd } from "@/lib/core/codes/diagnosis-groups";
import type { DiagnosisCode } from "@/lib/core/fhir/condition-record";
import tables from "@/lib/core/labels/ccs-tables.generated.json";
import type { ProcedureCode } from "@/lib/core/labels/procedure-code";

/**
 * Categories of AHRQ's Clinical Classifications Software, which the measures of CMS are written in, as far as labels
 * ask for them (`bench/planned_tables.py` folds AHRQ's files into prefixes).
 * @see https://hcup-us.ahrq.gov/toolssoftware/ccs10/ccs10.jsp
 */
type Prefixes = ReadonlyMap<string, number>;

const index = (rows: Readonly<Record<string, string>>): Prefixes =>
  new Map(
    Object.entries(rows).flatMap(([category, prefixes]) =>
      prefixes.split(" ").map((prefix): [string, number] => [prefix, Number(category)]),
    ),
  );

const DIAGNOSES = index(tables.diagnoses);
/** First three characters of every ICD-10-CM code that the table knows: it is of 2019, and COVID-19 is not in it. */
const HEADS: ReadonlySet<string> = new Set(tables.heads.split(" "));
/** Beginnings of codes whose continuations are in several categories: written so short, a code is in none. */
const STEMS: ReadonlySet<string> = new Set(
  [...DIAGNOSES.keys()].flatMap((prefix) =>
    [3, 4, 5, 6].filter((n) => n < prefix.length).map((n) => prefix.slice(0, n)),
  ),
);
const PROCEDURES = index(tables.procedures);

/** ICD-9-CM volume 3, by hand: codes of before October 2015, for the same categories. */
const PROCEDURES_ICD9 = index({
  ...{ 1: "013 014 015", 3: "030 805", 10: "062 063 064 065", 36: "323 324 325", 43: "350 351 352", 44: "361" },
  ...{ 45: "0066 360", 51: "3811 3812", 52: "3834 3844 3864 3971 3973", 53: "3859", 55: "3925 3929", 64: "410" },
  ...{ 74: "435 436 437 438 439", 78: "173 457 458 4841 4842 4843 485 486", 79: "4541 4549", 84: "512 5141 5142 5151" },
  ...{ 85: "171 172 530 531 532 533", 86: "534 535 536 537", 104: "554 555", 105: "556", 106: "593 594 595 596" },
  ...{ 107: "985", 113: "602", 114: "603 604 605 606", 119: "653 654 655 656", 124: "683 684 685 686 687 689" },
  ...{ 129: "705", 134: "740 741 742 744 7499", 152: "0080 0081 0082 0083 0084 8154 8155" },
  ...{ 153: "0070 0071 0072 0073 0074 0075 0076 0077 0085 0086 0087 8151 8152 8153", 158: "810 813 8162 8163 8164" },
  ...{ 166: "8520 8521 8522 8523", 167: "8533 8534 8535 8536 854", 172: "866" },
  ...{ 176: "335 336 3751 4194 4697 505 528" },
});

function longest(prefixes: Prefixes, code: string): number | null {
  for (let length = code.length; length >= 2; length -= 1) {
    const category = prefixes.get(code.slice(0, length));
    if (category !== undefined) return category;
  }
  return null;
}

/**
 * The category of an ICD-10-CM code, 225 standing for every injury, poisoning and complication (225–244).
 * null: in none that labels ask for. undefined: not an ICD-10-CM code, or one the table cannot place: newer than it, or
 * not written whole.
 */
export function diagnosisCategory({ system, code }: DiagnosisCode): number | null | undefined {
  const normal = system === "icd10" ? normaliseIcd(system, code) : null;
  if (normal === null || !HEADS.has(normal.slice(0, 3))) return undefined;
  return longest(DIAGNOSES, normal) ?? (STEMS.has(normal) ? undefined : null);
}

/** The category of a procedure; 0: an operation that plans nothing. null: neither. */
export function procedureCategory({ system, code }: ProcedureCode): number | null {
  if (system === "icd9") return longest(PROCEDURES_ICD9, code);
  // The table has the seventh character, the qualifier, in the fourth place.
  return longest(PROCEDURES, code.slice(0, 3) + code.slice(6) + code.slice(3, 6));
}
