import { type Coding, readCodings, readWords } from "@/lib/core/fhir/codings";
import {
  CLASS_CODES,
  CPT_TYPES,
  type EncounterKind,
  KIND_WORDS,
  LOCAL_CLASS_CODES,
  PLACE_OF_SERVICE,
  SNOMED_TYPES,
  V2_CLASS_CODES,
} from "@/lib/core/fhir/encounter-kind-codes";

/** What a class or a type says, and whether it said so in a standard code. */
export interface KindReading {
  readonly kind: EncounterKind | null;
  readonly standard: boolean;
}

const UNSAID: KindReading = { kind: null, standard: false };

function readStandardClass(codings: readonly Coding[]): EncounterKind | null {
  for (const { code, system } of codings) {
    const kind = system.endsWith("v2-0004") ? V2_CLASS_CODES.get(code) : CLASS_CODES.get(code.toUpperCase());
    if (kind !== undefined) return kind;
    if (/place-?of-?service|\bpos\b/i.test(system)) {
      const place = PLACE_OF_SERVICE.get(code);
      if (place !== undefined) return place;
    }
  }
  return null;
}

/**
 * What Encounter.class says: standard codes first, then a site's own words. `ownInpatient` are codes ("code" or
 * "system|code") that the site says its inpatients bear, whatever else would be made of them.
 */
export function readClassKind(value: unknown, ownInpatient: readonly string[] = []): KindReading {
  const codings = readCodings(value);
  const standard = readStandardClass(codings);
  const isOwn = codings.some(({ code, system }) =>
    [code, `${system}|${code}`].some((one) => ownInpatient.includes(one)),
  );
  if (isOwn && standard !== "inpatient") return { kind: "inpatient", standard: false };
  if (standard !== null) return { kind: standard, standard: true };
  const words = readKindWords(readWords(value));
  if (words !== null) return { kind: words, standard: false };
  const local = codings.map(({ code }) => LOCAL_CLASS_CODES.get(code.toUpperCase()));
  return { kind: local.find((kind) => kind !== undefined) ?? null, standard: false };
}

/** What Encounter.type says, from SNOMED CT and CPT codes, then from words. */
export function readTypeKind(value: unknown): KindReading {
  if (value === undefined) return UNSAID;
  for (const coding of readCodings(value)) {
    const kind = readTypeCode(coding);
    if (kind !== null) return { kind, standard: true };
  }
  return { kind: readKindWords(readWords(value)), standard: false };
}

function readTypeCode({ code }: Coding): EncounterKind | null {
  const snomed = SNOMED_TYPES.get(code);
  if (snomed !== undefined) return snomed;
  if (!/^99\d{3}$/.test(code)) return null;
  const cpt = Number(code);
  return CPT_TYPES.find(([first, last]) => cpt >= first && cpt <= last)?.[2] ?? null;
}

function readKindWords(words: string): EncounterKind | null {
  if (words === "") return null;
  return KIND_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}
