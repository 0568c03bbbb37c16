import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patientTerms, readSearchQuery } from "@/lib/core/search/search-terms";

const anna = { familyName: "Müller-Østergård", givenNames: "Zoë Anne", mrn: "00-12 345/A", birthDate: "1950-03-11" };

/** As the index answers: by every typed word, or by the whole of it as a record number. */
function isFound(patient: Parameters<typeof patientTerms>[0], typed: string): boolean {
  const terms = new Set(patientTerms(patient));
  const { words, mrn } = readSearchQuery(typed);
  const byWords = words.length > 0 && words.every((either) => either.some((term) => terms.has(term)));
  return byWords || (mrn !== null && terms.has(mrn));
}

describe("finding a patient by what was typed", () => {
  it.each([
    "müller",
    "MULLER",
    "mu",
    "ostergard",
    "Müller-Østergård",
    "muller ostergard",
    "mullerostergard",
    "zoe müll",
    "Østergård, Zoë",
    "anne",
    "0012345A",
    "12345a",
    "00-12 345/A",
    "12-345a",
    "1950-03-11",
    "muller 1950-03-11",
    "anne 12345A",
  ])("finds her by “%s”", (typed) => {
    expect(isFound(anna, typed)).toBe(true);
  });

  it.each(["m", "", "  ", "z a", "üller", "anna", "1234", "345", "1950-03-12", "muller bob", "12345b", "1950"])(
    "does not find her by “%s”",
    (typed) => {
      expect(isFound(anna, typed)).toBe(false);
    },
  );

  it("finds names with apostrophes, and names of one ideograph", () => {
    const ada = { familyName: "O’Brien", givenNames: "Ada", mrn: null, birthDate: null };
    for (const typed of ["obrien", "o'brien", "O’B", "brien", "ada obri"]) expect(isFound(ada, typed)).toBe(true);
    const li = { familyName: "李", givenNames: "小龍", mrn: null, birthDate: null };
    expect(isFound(li, "李")).toBe(true);
    expect(isFound(li, "小龍")).toBe(true);
    expect(isFound(li, "龍")).toBe(false);
  });

  it("finds everybody by each beginning of two letters or more of what they are called, and by their whole number", () => {
    const word = fc.stringMatching(/^[a-z]{2,30}$/);
    fc.assert(
      fc.property(word, word, fc.stringMatching(/^[A-Z0-9]{2,12}$/), fc.nat(30), (familyName, givenNames, mrn, cut) => {
        const patient = { familyName, givenNames, mrn, birthDate: null };
        const beginning = familyName.slice(0, 2 + (cut % (familyName.length - 1)));
        expect(isFound(patient, beginning)).toBe(true);
        expect(isFound(patient, `${givenNames.slice(0, 2)} ${familyName.slice(0, 2)}`)).toBe(true);
        if (/\d/.test(mrn)) expect(isFound(patient, mrn.toLowerCase())).toBe(true);
      }),
    );
  });

  it("keeps finding a long name letter by letter, beyond what is indexed of its beginnings", () => {
    const patient = { familyName: "Wickramasinghe-Konstantinopoulos", givenNames: "Ada", mrn: null, birthDate: null };
    for (const whole of ["wickramasinghe", "konstantinopoulos", "wickramasinghekonstantinopoulos"])
      for (let letters = 2; letters <= whole.length; letters++)
        expect(isFound(patient, whole.slice(0, letters)), whole.slice(0, letters)).toBe(true);
    expect(isFound(patient, "wickramasxxx")).toBe(false);
  });

  it("makes few terms of a patient, and none of nothing", () => {
    expect(patientTerms({ familyName: null, givenNames: null, mrn: null, birthDate: null })).toEqual([]);
    expect(patientTerms({ familyName: "Ng", givenNames: "J", mrn: " - ", birthDate: "1950" })).toEqual(["n:ng"]);
    expect(patientTerms(anna).length).toBeLessThan(45);
  });
});
