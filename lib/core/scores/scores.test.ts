import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Comorbidity, comorbiditiesOf } from "@/lib/core/scores/comorbidity";
import { type HospitalInput, hospitalScore } from "@/lib/core/scores/hospital";
import { type LaceInput, laceScore } from "@/lib/core/scores/lace";
import { exactly } from "@/lib/core/scores/score-input";

const known = <T>(value: T, ...evidence: string[]) => ({ value, evidence });
const final = <T>(value: T) => ({ value, evidence: [], isFinal: true });
const illnesses = (...names: Comorbidity[]) => names.map((name) => known(name, `Condition/${name}`));

const NO_RISK_LACE: LaceInput = {
  stayDays: exactly(0),
  acute: known(false),
  comorbidities: [],
  areComorbiditiesFinal: true,
  emergencyVisits: exactly(0),
};
const lace = (changes: Partial<LaceInput>) => laceScore({ ...NO_RISK_LACE, ...changes });

describe("LACE", () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [6, 4],
    [7, 5],
    [13, 5],
    [14, 7],
    [60, 7],
  ])("gives a stay of %d days %d points", (days, points) => {
    expect(lace({ stayDays: exactly(days) })).toMatchObject({ low: points, high: points });
  });

  it.each([
    [["diabetes"], 1],
    [["diabetes", "diabetes-end-organ"], 2],
    [["diabetes", "heart-failure"], 3],
    [["dementia", "diabetes"], 5],
    [["metastatic", "tumour"], 5],
    [["severe-renal", "mild-renal"], 5],
  ] as const)("gives %j %d points by its own weights", (names, points) => {
    expect(lace({ comorbidities: illnesses(...names) }).low).toBe(points);
  });

  it.each([
    [0, 0],
    [3, 3],
    [4, 4],
    [9, 4],
  ])("gives %d emergency visits %d points", (visits, points) => {
    expect(lace({ emergencyVisits: exactly(visits) }).low).toBe(points);
  });

  it("adds up to 19 for the worst case", () => {
    const worst = {
      stayDays: exactly(20),
      acute: known(true),
      comorbidities: illnesses("metastatic"),
      areComorbiditiesFinal: true,
      emergencyVisits: exactly(5),
    };
    expect(lace(worst)).toMatchObject({ low: 19, high: 19, maximum: 19 });
  });

  it("is a range while the stay goes on, and names what could not be known", () => {
    const score = lace({
      stayDays: { low: 2, high: Number.POSITIVE_INFINITY, evidence: [] },
      emergencyVisits: null,
    });
    expect(score).toMatchObject({ low: 2, high: 11, unknown: ["emergency-visits"] });
    expect(score.components[0]).toMatchObject({ low: 2, high: 7, value: "2 days so far" });
  });

  it("names a count that is only a floor as not known, until more of it would change nothing", () => {
    const floor = (low: number) => ({ low, high: Number.POSITIVE_INFINITY, evidence: [], isFloor: true });
    const one = lace({ emergencyVisits: floor(1) });
    expect(one).toMatchObject({ low: 1, high: 4, unknown: ["emergency-visits"] });
    expect(one.components[3]?.value).toBe("at least 1 visit");
    expect(lace({ emergencyVisits: floor(4) })).toMatchObject({ low: 4, high: 4, unknown: [] });
  });

  it("counts illnesses as the least there are while more can be coded, until more would change nothing", () => {
    const current = (...names: Comorbidity[]) =>
      lace({ comorbidities: illnesses(...names), areComorbiditiesFinal: false }).components[2];
    expect(current()).toMatchObject({ low: 0, high: 5, value: "none coded so far" });
    expect(current("heart-failure")).toMatchObject({ low: 2, high: 5, value: "at least heart failure" });
    expect(current("metastatic")).toMatchObject({ low: 5, high: 5, value: "metastatic cancer" });
  });

  it("keeps the conditions it counted as evidence, and only those", () => {
    const score = lace({ comorbidities: illnesses("diabetes", "diabetes-end-organ") });
    expect(score.components[2]?.evidence).toEqual(["Condition/diabetes-end-organ"]);
  });
});

const NO_RISK_HOSPITAL: HospitalInput = {
  haemoglobin: final(13),
  oncology: known(false),
  sodium: final(140),
  procedure: final(false),
  urgent: known(false),
  priorAdmissions: exactly(0),
  stayDays: exactly(1),
};
const hospital = (changes: Partial<HospitalInput>) => hospitalScore({ ...NO_RISK_HOSPITAL, ...changes });

describe("HOSPITAL", () => {
  it.each([
    [{}, 0],
    [{ haemoglobin: final(11.9) }, 1],
    [{ haemoglobin: final(12) }, 0],
    [{ oncology: known(true) }, 2],
    [{ sodium: final(134) }, 1],
    [{ sodium: final(135) }, 0],
    [{ procedure: final(true) }, 1],
    [{ urgent: known(true) }, 1],
    [{ priorAdmissions: exactly(1) }, 0],
    [{ priorAdmissions: exactly(2) }, 2],
    [{ priorAdmissions: exactly(5) }, 2],
    [{ priorAdmissions: exactly(6) }, 5],
    [{ stayDays: exactly(4) }, 0],
    [{ stayDays: exactly(5) }, 2],
  ])("gives %j %d points", (changes, points) => {
    expect(hospital(changes)).toMatchObject({ low: points, high: points });
  });

  it("adds up to 13 for the worst case, by the 2016 validation", () => {
    const worst: HospitalInput = {
      haemoglobin: final(8),
      oncology: known(true),
      sodium: final(120),
      procedure: final(true),
      urgent: known(true),
      priorAdmissions: exactly(9),
      stayDays: exactly(9),
    };
    expect(hospitalScore(worst)).toMatchObject({ low: 13, high: 13, maximum: 13 });
    expect(hospitalScore(worst).version).toMatch("2016");
  });

  it("lets a blood result change until discharge, but not a procedure that was done", () => {
    const score = hospital({
      haemoglobin: { value: 10, evidence: ["Observation/1"], isFinal: false },
      procedure: { value: true, evidence: [], isFinal: true },
    });
    expect(score).toMatchObject({ low: 1, high: 2 });
    expect(score.components[0]).toMatchObject({ value: "10 g/dL so far", evidence: ["Observation/1"] });
  });

  it("prints a result short, and never on the other side of its limit", () => {
    expect(hospital({ sodium: final(134.9687) }).components[2]).toMatchObject({ low: 1, value: "134.9 mmol/L" });
  });

  it("is the whole range where nothing is known", () => {
    const nothing = hospitalScore({
      haemoglobin: null,
      oncology: null,
      sodium: null,
      procedure: null,
      urgent: null,
      priorAdmissions: null,
      stayDays: null,
    });
    expect(nothing).toMatchObject({ low: 0, high: 13 });
    expect(nothing.unknown).toHaveLength(7);
  });
});

it("never ranges backwards or beyond its maximum", () => {
  const between = fc.option(
    fc.tuple(fc.nat(30), fc.nat(30)).map(([low, more]) => ({ low, high: low + more, evidence: [] })),
  );
  fc.assert(
    fc.property(between, between, fc.boolean(), (stayDays, emergencyVisits, areComorbiditiesFinal) => {
      const { low, high, maximum, components } = lace({ stayDays, emergencyVisits, areComorbiditiesFinal });
      expect(low).toBeLessThanOrEqual(high);
      expect(high).toBeLessThanOrEqual(maximum);
      for (const part of components) expect(part.low).toBeLessThanOrEqual(part.high);
    }),
  );
});

describe("comorbidities by Quan 2005", () => {
  it.each([
    ["icd9", "410.71", ["myocardial-infarction"]],
    ["icd10", "I25.2", ["myocardial-infarction"]],
    ["icd10", "I25.10", []],
    ["icd9", "428", ["heart-failure"]],
    ["icd9", "425", []],
    ["icd9", "425.4", ["heart-failure"]],
    ["icd10", "I50.9", ["heart-failure"]],
    ["icd9", "250.00", ["diabetes"]],
    ["icd9", "250", ["diabetes"]],
    ["icd9", "250.40", ["diabetes-end-organ"]],
    ["icd10", "E11.22", ["diabetes-end-organ"]],
    ["icd10", "E11.9", ["diabetes"]],
    ["icd9", "585", ["severe-renal"]],
    ["icd9", "585.2", ["mild-renal"]],
    ["icd10", "N18.6", ["severe-renal"]],
    ["icd10", "N18.1", ["mild-renal"]],
    ["icd9", "404.03", ["heart-failure", "severe-renal"]],
    ["icd9", "496", ["chronic-pulmonary"]],
    ["icd10", "J45.909", ["chronic-pulmonary"]],
    ["icd9", "197.7", ["metastatic"]],
    ["icd9", "162.9", ["tumour"]],
    ["icd9", "173.3", []],
    ["icd10", "C44.9", []],
    ["icd10", "C50.911", ["tumour"]],
    ["icd10", "C79.51", ["metastatic"]],
    ["icd10", "F03.90", ["dementia"]],
    ["icd9", "331.0", []],
    ["icd10", "B20", ["aids"]],
    ["icd10", "K74.60", ["mild-liver"]],
    ["icd10", "K76.6", ["severe-liver"]],
    ["icd10", "M32.9", ["connective-tissue"]],
    ["snomed", "88805009", ["heart-failure"]],
    ["snomed", "72892002", []],
  ] as const)("%s %s is %j", (system, code, names) => {
    expect([...comorbiditiesOf(system, code)].sort()).toEqual([...names].sort());
  });
});
