import { describe, expect, it } from "vitest";
import { censusAnswer, staffingAnswer } from "@/lib/core/api/forecast-schemas";
import { type CensusInput, forecastCensus } from "@/lib/core/capacity/census";
import { toCensusAnswer, toStaffingAnswer } from "@/lib/core/capacity/census-answer";
import type { CensusView } from "@/lib/core/capacity/census-view";

const days = ["2026-03-10", "2026-03-11"];
const stays = days.map((_, came) => [1, 0.5].slice(0, 2 - came));
const input: CensusInput = {
  days,
  units: [
    { id: "a", name: "A", service: "Medicine", physicalBeds: 4, staffedBeds: 3 },
    { id: "b", name: "B", service: "Surgery", physicalBeds: 0, staffedBeds: 0 },
  ],
  here: [0, 0, 0, 0].map((unit) => ({ unit, stillHere: [1, 0.5] })),
  ...{ emergency: [], unitShares: [0.5, 0.5], booked: [], returning: [], arrivals: [], newcomerStays: [stays, stays] },
  transfers: [
    [1, 0],
    [0, 1],
  ],
};
const rule = {
  role: "Nurse",
  shift: "Day",
  shiftHours: 12,
  need: { kind: "ratio" as const, patientsPerNurse: 2 },
  minimum: 1,
};
const view: CensusView = {
  ...{ asOf: "2026-03-10T09:00:00Z", timeZone: "Europe/London", input, forecast: forecastCensus(input) },
  history: { days: [], byUnit: [[], []] },
  said: [],
  staffing: [{ unitId: "a", rules: [rule], acuity: null, rostered: [[1], [null]] }],
  facts: {
    learntAt: null,
    ...{ localStays: 0, lateDays: 0, arrivalDays: 0, emergency: 0, emergencyOutside: 0, emergencySilent: null },
    ...{
      returningSilent: null,
      withoutEstimate: 0,
      ...{ booked: null, bookingsReadAt: null },
      bookedElsewhere: 0,
      plannedUnbooked: 0,
      demandReadAt: null,
    },
    ...{ bedsUnknown: ["b"], simulated: true },
  },
  maySet: false,
};

describe("forecasts as programs read them", () => {
  it("are quantiles, and say nothing of beds that nobody has counted", () => {
    const answer = toCensusAnswer(view);
    expect(censusAnswer.parse(answer)).toEqual(answer);
    const [hospital, , , a, b] = answer.groups;
    expect(a?.days[1]?.quantiles).toEqual([
      { level: 0.025, patients: 0 },
      { level: 0.1, patients: 1 },
      { level: 0.5, patients: 2 },
      { level: 0.9, patients: 3 },
      { level: 0.975, patients: 4 },
    ]);
    expect(a?.days[0]).toMatchObject({ day: "2026-03-10", chanceOverStaffed: 1, chanceOverPhysical: 0 });
    expect([b?.physicalBeds, b?.days[0]?.chanceOverStaffed, hospital?.staffedBeds]).toEqual([null, null, null]);
  });

  it("ask for nurses by rule, against a roster where there is one", () => {
    const answer = toStaffingAnswer(view);
    expect(staffingAnswer.parse(answer)).toEqual(answer);
    const [first] = answer.units[0]?.days ?? [];
    expect(first?.needs[0]?.quantiles.map(({ level }) => level)).toEqual([0.025, 0.1, 0.5, 0.9, 0.975]);
    expect(answer.units[0]?.days.map(({ needs: [need] }) => need?.quantiles.map(({ nurses }) => nurses))).toEqual([
      [2, 2, 2, 2, 2],
      [1, 1, 1, 2, 2],
    ]);
    expect(answer.units[0]?.days.map(({ needs }) => needs[0])).toMatchObject([
      { role: "Nurse", shift: "Day", needed: 2, neededHigh: 2, rostered: 1, gap: 1, gapHigh: 1 },
      { role: "Nurse", shift: "Day", needed: 1, neededHigh: 2, rostered: null, gap: null, gapHigh: null },
    ]);
    const acuity = { weight: 2, source: "Own tool", at: "2026-03-09T08:00:00.000Z" };
    const heavy = toStaffingAnswer({ ...view, staffing: view.staffing.map((one) => ({ ...one, acuity })) });
    expect(staffingAnswer.parse(heavy)).toEqual(heavy);
    const needed = ({ units: [unit] }: typeof heavy) => unit?.days[0]?.needs[0]?.neededHigh ?? 0;
    expect(heavy.units[0]?.acuity).toEqual(acuity);
    expect(needed(heavy)).toBeGreaterThan(needed(answer));
  });
});
