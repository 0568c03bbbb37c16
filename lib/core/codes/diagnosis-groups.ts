import { DIAGNOSIS_GROUP_TABLE } from "@/lib/core/codes/diagnosis-group-table";
import { SNOMED_DIAGNOSIS_GROUPS } from "@/lib/core/codes/snomed-diagnosis-groups";

export type DiagnosisSystem = "icd9" | "icd10" | "snomed";

const BASE36 = /^[0-9A-Z]+$/;

/** The next category after `prefix` in code order, e.g. V99 → W00, 099 → 100. */
function successor(prefix: string): string {
  const last = prefix.slice(-1);
  const head = prefix.slice(0, -1);
  if (last === "9" && head !== "") return /\d$/.test(head) ? `${successor(head)}0` : `${head}A`;
  return `${head}${String.fromCharCode(last.charCodeAt(0) + 1)}`;
}

/** Prefixes of a list such as "480-486 250 V10-V19": ranges run over digits after a shared start. */
function expand(list: string): string[] {
  return list.split(" ").flatMap((item) => {
    const [first, last] = item.split("-") as [string, string | undefined];
    if (last === undefined) return [first];
    const prefixes = [first];
    for (let code = first; code !== last; ) {
      code = successor(code);
      prefixes.push(code);
      if (prefixes.length > 1000) throw new RangeError(`Not a range of codes: ${item}`);
    }
    return prefixes;
  });
}

function index(system: "icd9" | "icd10"): ReadonlyMap<string, string> {
  const byPrefix = new Map<string, string>();
  for (const group of DIAGNOSIS_GROUP_TABLE) {
    for (const prefix of expand(group[system])) {
      if (byPrefix.has(prefix)) throw new RangeError(`${prefix} is in ${byPrefix.get(prefix)} and ${group.code}`);
      byPrefix.set(prefix, group.code);
    }
  }
  return byPrefix;
}

const BY_PREFIX = { icd9: index("icd9"), icd10: index("icd10") };
const LABELS: ReadonlyMap<string, string> = new Map(DIAGNOSIS_GROUP_TABLE.map(({ code, label }) => [code, label]));

/** Every group's code, in table order: the levels of the diagnosis features. */
export const DIAGNOSIS_GROUPS: readonly string[] = DIAGNOSIS_GROUP_TABLE.map(({ code }) => code);

/** The group in a clinician's words, e.g. "heart failure". */
export function diagnosisGroupLabel(group: string): string {
  return LABELS.get(group) ?? group;
}

/**
 * An ICD code without dot, spaces or lower case, numeric ICD-9 categories padded to three digits ("8" → "008");
 * null where the text cannot be a code of that system.
 */
export function normaliseIcd(system: "icd9" | "icd10", code: string): string | null {
  const text = code.trim().toUpperCase();
  const [head = "", tail = ""] = text.split(".") as [string, string?];
  const padded = system === "icd9" && /^\d{1,2}$/.test(head) ? head.padStart(3, "0") : head;
  const whole = padded + tail;
  if (!BASE36.test(whole)) return null;
  const shape = system === "icd9" ? /^(\d{3,5}|V\d{2,4}|E\d{3,4})$/ : /^[A-Z]\d[0-9A-Z]{1,5}$/;
  return shape.test(whole) ? whole : null;
}

/**
 * ICD-10-CM says by a seventh character that an injury is past its active treatment; ICD-9-CM had codes of its own
 * for that (V54 and V58 aftercare, 733.8 malunion, 905–909 late effects).
 * @see https://www.cms.gov/medicare/coding-billing/icd-10-codes (guidelines, chapter 19)
 */
function laterInjuryEncounter(code: string): string | null {
  if (code.length !== 7 || !/^(S|T[0-7]|T8[0-8]|M80|M84)/.test(code)) return null;
  const seventh = code.charAt(6);
  if ("DEFGHJ".includes(seventh)) return "aftercare";
  if ("KMNPQR".includes(seventh)) return "bone-soft-tissue-other";
  return seventh === "S" ? "injury-other" : null;
}

/**
 * The diagnosis group of a code, the same in every code system; null where the code is not one we recognise.
 * ICD codes are read with or without dots.
 */
export function diagnosisGroup(system: DiagnosisSystem, code: string): string | null {
  if (system === "snomed") return SNOMED_DIAGNOSIS_GROUPS.get(code.trim()) ?? null;
  const normal = normaliseIcd(system, code);
  if (normal === null) return null;
  const later = system === "icd10" ? laterInjuryEncounter(normal) : null;
  if (later !== null) return later;
  const byPrefix = BY_PREFIX[system];
  for (let length = Math.min(6, normal.length); length >= 3; length -= 1) {
    const group = byPrefix.get(normal.slice(0, length));
    if (group !== undefined) return group;
  }
  return null;
}
