import { describe, expect, it } from "vitest";
import {
  checkScope,
  kindOfCare,
  READMISSION_POPULATION,
  SCOPE_EXCLUSIONS,
  type StayFacts,
} from "@/lib/core/scope/scope";

const FACTS: StayFacts = {
  ageYears: 67,
  diabetesOnRecord: true,
  acuteInpatient: true,
  daysSoFar: 3,
  obstetric: false,
  psychiatric: false,
  rehabilitation: false,
  died: false,
  hospice: false,
  againstAdvice: false,
  transferredToAcuteCare: false,
  stillInpatient: false,
};
const check = (changes: Partial<StayFacts>) => checkScope({ ...FACTS, ...changes }, READMISSION_POPULATION);

describe("checkScope", () => {
  it("lets an adult with diabetes in an acute stay through", () => {
    expect(check({})).toEqual({ inScope: true, reasons: [] });
  });

  it.each([
    [{ ageYears: 17 }, "The patient is under 18."],
    [{ ageYears: null }, "The patient's age is not known."],
    [{ diabetesOnRecord: false }, "No diabetes diagnosis is on record."],
    [{ diabetesOnRecord: null }, "It is not known whether the patient has diabetes."],
    [{ acuteInpatient: false }, "This is not an acute inpatient stay."],
    [{ acuteInpatient: null }, "It is not known whether this was an acute inpatient stay."],
    [{ daysSoFar: 15 }, "The stay is longer than 14 days."],
    [{ daysSoFar: null }, "The length of the stay is not known."],
  ])("abstains on %j", (changes, reason) => {
    expect(check(changes)).toEqual({ inScope: false, reasons: [reason] });
  });

  it.each(SCOPE_EXCLUSIONS)("abstains on %s where the record says so, and only then", (exclusion) => {
    expect(check({ [exclusion]: true }).reasons).toHaveLength(1);
    expect(check({ [exclusion]: null }).inScope).toBe(true);
  });

  it("gives every reason at once", () => {
    expect(check({ ageYears: 12, diabetesOnRecord: false, died: true }).reasons).toHaveLength(3);
  });

  it("asks nothing of diabetes where the population does not", () => {
    const anyone = { ...READMISSION_POPULATION, requiresDiabetes: false };
    expect(checkScope({ ...FACTS, diabetesOnRecord: false }, anyone).inScope).toBe(true);
  });
});

describe("kindOfCare", () => {
  it.each([
    ["obstetrics-gynaecology", "obstetric", { obstetric: true, psychiatric: false, rehabilitation: false }],
    [
      "obstetrics-gynaecology",
      "female-genital-breast",
      { obstetric: false, psychiatric: false, rehabilitation: false },
    ],
    ["internal-medicine", "mood", { obstetric: false, psychiatric: false, rehabilitation: false }],
    [null, "mood", { obstetric: false, psychiatric: true, rehabilitation: false }],
    ["psychiatry", null, { obstetric: false, psychiatric: true, rehabilitation: false }],
    ["rehabilitation", "ischaemic-stroke", { obstetric: false, psychiatric: false, rehabilitation: true }],
  ])("%s with %s", (specialty, diagnosis, care) => {
    expect(kindOfCare(specialty, diagnosis)).toEqual(care);
  });
});
