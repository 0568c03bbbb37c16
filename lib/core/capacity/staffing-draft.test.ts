import { describe, expect, it } from "vitest";
import { type RuleTyped, readAcuity, readPeople, readRules, typedRule } from "@/lib/core/capacity/staffing-draft";

const typed: RuleTyped = { role: "Nurse", shift: "Day", shiftHours: "12", kind: "ratio", amount: "5", minimum: "2" };
const wrong = (part: Partial<RuleTyped>) => readRules([{ ...typed, ...part }]);

describe("staffing rules as they are typed", () => {
  it("become rules, and rules become what is typed", () => {
    const hours: RuleTyped = { ...typed, role: " Assistant ", kind: "hours", amount: "2,6", minimum: "0" };
    const rules = readRules([typed, hours]);
    expect(rules).toEqual([
      { role: "Nurse", shift: "Day", shiftHours: 12, need: { kind: "ratio", patientsPerNurse: 5 }, minimum: 2 },
      { role: "Assistant", shift: "Day", shiftHours: 12, need: { kind: "hours", hoursPerPatientDay: 2.6 }, minimum: 0 },
    ]);
    expect(readRules((rules as Exclude<typeof rules, string>).map(typedRule))).toEqual(rules);
    expect(readRules([])).toEqual([]);
  });

  it("are refused in a sentence that names the rule", () => {
    expect(wrong({ role: " " })).toMatch(/names a role/);
    expect(wrong({ shiftHours: "25" })).toMatch(/^Nurse, Day: a shift has/);
    expect(wrong({ amount: "0" })).toMatch(/patients for one/);
    expect(wrong({ kind: "hours", amount: "49" })).toMatch(/hours a patient-day/);
    expect(wrong({ minimum: "1.5" })).toMatch(/minimum cover/);
    expect(wrong({ minimum: "" })).toMatch(/minimum cover/);
    expect(readRules([typed, typed])).toMatch(/two rules/);
  });
});

describe("people on a shift as they are typed", () => {
  it("are a whole number, nothing, or wrong", () => {
    expect([" 4 ", "0", "", "four", "-1", "2.5"].map(readPeople)).toEqual([
      4,
      0,
      null,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("reads how much care patients need, and asks where that is from", () => {
    expect(readAcuity(" ", "")).toBeNull();
    expect(readAcuity("1,2", " SNCT, October ")).toEqual({ weight: 1.2, source: "SNCT, October" });
    expect(readAcuity("1.2", "")).toContain("where it is from");
    for (const wrong of ["", "0.2", "4.1", "heavy"]) expect(readAcuity(wrong, "SNCT")).toContain("between 0.25 and 4");
  });
});
