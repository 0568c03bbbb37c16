import { describe, expect, it } from "vitest";
import { bedsNursed, nursesFor, type StaffingRule, staffNeeds } from "@/lib/core/capacity/staffing";

const RATIO: StaffingRule = {
  ...{ role: "Registered nurse", shift: "Night", shiftHours: 12, minimum: 2 },
  need: { kind: "ratio", patientsPerNurse: 8 },
};
const HOURS: StaffingRule = {
  ...{ role: "Registered nurse", shift: "Day", shiftHours: 12, minimum: 2 },
  need: { kind: "hours", hoursPerPatientDay: 6 },
};

describe("nurses", () => {
  it("are whole people, and never fewer than the minimum", () => {
    expect([0, 1, 16, 17, 24].map((patients) => nursesFor(RATIO, patients))).toEqual([2, 2, 2, 3, 3]);
    expect([4, 20, 21].map((patients) => nursesFor(HOURS, patients))).toEqual([2, 5, 6]);
    expect(nursesFor(RATIO, 24, 1.25)).toBe(4);
  });

  it("look after as many beds as the same rule says", () => {
    for (const rule of [RATIO, HOURS])
      for (let patients = 12; patients < 40; patients++)
        expect(bedsNursed(rule, nursesFor(rule, patients))).toBeGreaterThanOrEqual(patients);
    expect(bedsNursed(RATIO, 3)).toBe(24);
    expect(bedsNursed(HOURS, 3)).toBe(12);
  });

  it("are held against the roster, for the median and for one day in ten", () => {
    expect(staffNeeds([RATIO, HOURS], [3], { median: 22, high80: 27 })).toEqual([
      { role: "Registered nurse", shift: "Night", needed: 3, neededHigh: 4, rostered: 3, gap: 0, gapHigh: 1 },
      { role: "Registered nurse", shift: "Day", needed: 6, neededHigh: 7, rostered: 0, gap: 6, gapHigh: 7 },
    ]);
  });
});
