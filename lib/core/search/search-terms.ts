import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";

/** Letters that lose no accent when decomposed but are typed without on most keyboards. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};
const JOINERS = /[\p{Pd}'’ʼ`´]/u;
const JOINERS_ALL = new RegExp(JOINERS, "gu");
/** Shorter beginnings would match half a hospital and say little about whoever is sought. */
const SHORTEST = 2;
/** Beginnings longer than this are not indexed: the whole word is, and its longest beginning stands for those between. */
const LONGEST_BEGINNING = 12;
const WORDS_MAXIMUM = 6;

function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/gu, (letter) => LETTERS[letter] ?? letter);
}

const lengthOf = (word: string): number => [...word].length;

/** A letter of a script in which one letter is a word. */
const isWholeWord = (word: string): boolean => /^\p{Script=Han}$/u.test(word);

const isSearchable = (word: string): boolean => lengthOf(word) >= SHORTEST || isWholeWord(word);

const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, "");

const split = (text: string): string[] => fold(text).split(/[\s,.;/()]+/u);

/** The words of a name, each part of a hyphenated one and the whole of it; case, accents and apostrophes do not matter. */
function nameWords(name: string): string[] {
  return split(name)
    .flatMap((word) => [letters(word.replace(JOINERS_ALL, "")), ...word.split(JOINERS_ALL).map(letters)])
    .filter(isSearchable);
}

function beginnings(word: string): string[] {
  const all = [...word];
  const lengths = Array.from({ length: Math.min(all.length, LONGEST_BEGINNING) }, (_, at) => at + 1);
  return [word, ...lengths.map((length) => all.slice(0, length).join("")).filter((part) => lengthOf(part) >= SHORTEST)];
}

/** A record number as it is compared: letters and digits only, upper case, no leading zeros. Empty where there are none. */
export const normalizeMrn = (mrn: string): string =>
  letters(fold(mrn))
    .toUpperCase()
    .replace(/^0+(?=.)/, "");

const WHOLE_DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Everything one patient is found by: the record number whole, every beginning (two letters or more) of each word of
 * the name, and the whole birth date. Each once; "n:", "m:" or "b:" says which it is.
 */
export function patientTerms(
  patient: Pick<PatientIdentity, "familyName" | "givenNames" | "mrn" | "birthDate">,
): readonly string[] {
  const names = [patient.familyName, patient.givenNames].filter((name) => name !== null);
  const mrn = normalizeMrn(patient.mrn ?? "");
  return [
    ...new Set([
      ...names.flatMap(nameWords).flatMap((word) => beginnings(word).map((part) => `n:${part}`)),
      ...(mrn === "" ? [] : [`m:${mrn}`]),
      ...(WHOLE_DATE.test(patient.birthDate ?? "") ? [`b:${patient.birthDate}`] : []),
    ]),
  ];
}

/** What was typed, as terms: a patient matches who has, for each entry, at least one of its terms. */
export interface SearchQuery {
  readonly words: readonly (readonly string[])[];
  /** The whole of it as a record number, or null where it cannot be one (it holds no digit). */
  readonly mrn: string | null;
}

/** A name's word as typed: the whole of it, or its longest indexed beginning where it is longer than any of those. */
function nameTerms(typed: string): string[] {
  const beginning = [...typed].slice(0, LONGEST_BEGINNING).join("");
  return beginning === typed ? [`n:${typed}`] : [`n:${typed}`, `n:${beginning}`];
}

/** A typed word is the beginning of a name, the whole of a record number, or a birth date (YYYY-MM-DD). */
function wordTerms(word: string): string[][] {
  if (WHOLE_DATE.test(word)) return [[`b:${word}`, `m:${normalizeMrn(word)}`]];
  const whole = letters(word.replace(JOINERS_ALL, ""));
  const mrn = normalizeMrn(word);
  // A hyphenated name may be recorded as one word or as two; a number is never taken apart.
  const parts = word.split(JOINERS_ALL).map(letters).filter(isSearchable);
  if (/\p{N}/u.test(word) || parts.length < 2)
    return isSearchable(whole) ? [[...nameTerms(whole), ...(mrn === "" ? [] : [`m:${mrn}`])]] : [];
  return parts.map((part) => [...nameTerms(part), ...nameTerms(whole)]);
}

/** Reads what was typed; `words` is empty where it is too short to look anybody up by. */
export function readSearchQuery(typed: string): SearchQuery {
  const words = split(typed).slice(0, WORDS_MAXIMUM);
  const mrn = normalizeMrn(typed);
  return {
    words: words.flatMap(wordTerms),
    mrn: /\p{N}/u.test(typed) && lengthOf(mrn) >= SHORTEST ? `m:${mrn}` : null,
  };
}
