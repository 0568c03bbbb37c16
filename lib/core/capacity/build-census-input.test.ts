import { describe, expect, it } from "vitest";
import { BOOKED_COMES, buildCensusInput, type CensusFindings } from "@/lib/core/capacity/build-census-input";
import { busyUnits } from "@/lib/core/capacity/busy-days";
import { forecastCensus } from "@/lib/core/capacity/census";
import { learnLocally, lengthOfStaySchema } from "@/lib/core/capacity/length-of-stay";
import generated from "@/lib/core/capacity/length-of-stay.generated.json";
import { readmissionTiming } from "@/lib/core/flow/readmission-timing";

const model = lengthOfStaySchema.parse(generated);
const local = learnLocally(model, []);
const known = { primaryDiagnosis: null, admissionType: null, age: 60 };
const UNITS = [
  { id: "a", name: "A", service: "Medicine", physicalBeds: 6, staffedBeds: 5 },
  { id: "b", name: "B", service: "Surgery", physicalBeds: 4, staffedBeds: 4 },
];
/** A Tuesday, 09:00 in London. */
const findings = (more: Partial<CensusFindings> = {}): CensusFindings => ({
  now: new Date("2026-03-10T09:00:00Z"),
  timeZone: "Europe/London",
  units: UNITS,
  ...{ here: [], emergency: [], booked: [], left: [], newcomers: [], arrivals: null },
  timing: readmissionTiming([]),
  admissions: new Map(),
  ...{ planned: [], sameDay: new Map() },
  ...more,
});
const build = (more: Partial<CensusFindings> = {}) => buildCensusInput(model, local, findings(more));
const flat = (mean: number) =>
  Array.from({ length: 14 }, () => ({ quantiles: [0.1, 0.5, 0.9].map((level) => ({ level, value: mean })) }));

describe("buildCensusInput", () => {
  it("counts who is here on the reader's units, the newest least likely to leave", () => {
    const input = build({
      here: [
        { unitId: "a", admittedOn: "2026-03-10", known },
        { unitId: "a", admittedOn: "2026-03-01", known },
        { unitId: "elsewhere", admittedOn: "2026-03-01", known },
      ],
    });
    expect(input.days).toHaveLength(14);
    expect(input.days[0]).toBe("2026-03-10");
    expect(input.here.map(({ unit }) => unit)).toEqual([0, 0]);
    expect(input.here[0]!.stillHere[0]).toBe(1);
    expect(input.here[1]!.stillHere[0]).toBeLessThan(1);
    expect(input.here[0]!.stillHere[13]).toBeLessThan(0.2);
  });

  it("places bookings on their unit and day; what is beyond a fortnight or elsewhere is left out", () => {
    const input = build({
      booked: [
        { unitId: "b", day: "2026-03-12" },
        { unitId: "b", day: "2026-03-24" },
        { unitId: "x", day: "2026-03-12" },
      ],
    });
    expect(input.booked).toEqual([{ unit: 1, day: 2, chance: BOOKED_COMES }]);
  });

  it("expects the planned admissions nobody has booked yet, beside the booked ones", () => {
    const byWeekday = [0, 0, 0, 0, 2, 0, 0];
    const input = build({
      planned: [
        { unitId: "b", byWeekday },
        { unitId: "elsewhere", byWeekday },
      ],
      booked: [{ unitId: "b", day: "2026-03-12" }],
    });
    // Both Thursdays of the fortnight; on the first one somebody is booked.
    const left = (2 - BOOKED_COMES) / 2;
    const on = (day: number, chance: number) => ({ unit: 1, day, chance });
    expect(input.booked).toEqual([on(2, BOOKED_COMES), on(2, left), on(2, left), on(9, 1), on(9, 1)]);
  });

  it("has no bed at midnight for the share of newcomers who leave on the day they come", () => {
    const [usual, short] = [build(), build({ sameDay: new Map([["a", 0.25]]) })];
    expect(short.newcomerStays[0]![0]![0]).toBeCloseTo(0.75 * usual.newcomerStays[0]![0]![0]!, 5);
    expect(short.newcomerStays[1]).toEqual(usual.newcomerStays[1]);
  });

  it("counts nobody twice at any time of the day: emergency patients are part of the forecast, over midnight too", () => {
    const admissions = new Map([
      ["a", 30],
      ["b", 30],
    ]);
    // Who comes stays, so that the expected number is that of all who came.
    const comers = (hour: string, emergency: readonly number[]) => {
      const now = new Date(`2026-03-10T${hour}:00Z`);
      const input = build({ now, emergency, arrivals: flat(8), admissions });
      const newcomerStays = input.newcomerStays.map((days) => days.map((chances) => chances.map(() => 1)));
      return forecastCensus({ ...input, newcomerStays })[0]!.days.map(({ expected }) => expected);
    };
    for (const [hour, left] of [
      ["09:00", 15 / 24],
      ["18:00", 6 / 24],
      ["23:00", 1 / 24],
    ] as const) {
      const emergency = Array<number>(8).fill(0.75);
      const [today, tomorrow] = comers(hour, emergency);
      expect(today).toBeCloseTo(Math.max(6, 8 * left), 6);
      expect(tomorrow).toBeCloseTo(8 * left + 8, 6);
      expect(comers(hour, [])[1]).toBeCloseTo(8 * left + 8, 6);
    }
  });

  it("lets some of those who came today leave before midnight, fewer the later it is", () => {
    const tonight = (hour: string, share: number) =>
      build({
        now: new Date(`2026-03-10T${hour}:00Z`),
        here: [{ unitId: "a", admittedOn: "2026-03-10", known }],
        sameDay: new Map([["a", share]]),
      }).here[0]!.stillHere[0];
    expect(tonight("00:00", 0.6)).toBeCloseTo(0.4, 6);
    expect(tonight("12:00", 0.6)).toBeCloseTo(1 - 0.3 / 0.7, 6);
    expect(tonight("23:59", 0.6)).toBeGreaterThan(0.99);
    expect(tonight("12:00", 0)).toBe(1);
  });

  it("expects who is booked for today and not here less and less as the day goes", () => {
    const bookedAt = (hour: string) =>
      build({ now: new Date(`2026-03-10T${hour}:00Z`), booked: [{ unitId: "a", day: "2026-03-10" }] }).booked[0]!
        .chance;
    expect(bookedAt("05:00")).toBe(BOOKED_COMES);
    expect(bookedAt("12:00")).toBeCloseTo(0.475 / 0.525, 6);
    expect(bookedAt("18:00")).toBe(0);
  });

  it("sends to the reader's units only what their share of the hospital is", () => {
    const admissions = new Map([
      ["a", 20],
      ["b", 20],
      ["elsewhere", 60],
    ]);
    const { unitShares } = build({ admissions });
    expect(unitShares[0]).toBeCloseTo(unitShares[1]!, 12);
    expect(unitShares[0]! + unitShares[1]!).toBeGreaterThan(0.38);
    expect(unitShares[0]! + unitShares[1]!).toBeLessThan(0.45);
  });

  it("forecasts nobody unscheduled where too little is known", () => {
    expect(build().arrivals).toEqual([]);
    expect(forecastCensus(build())[0]!.days[5]!.expected).toBe(0);
  });

  it("takes an admission day nobody wrote down for yesterday, and lets those who left come back", () => {
    const input = build({
      here: [{ unitId: "a", admittedOn: null, known }],
      left: [{ unitId: "b", daysSince: 3, probability: 0.3 }],
    });
    const yesterday = build({ here: [{ unitId: "a", admittedOn: "2026-03-09", known }] });
    expect(input.here).toEqual(yesterday.here);
    const sum = input.returning[0]!.byDay.reduce((total, one) => total + one, 0);
    expect(sum).toBeGreaterThan(0.05);
    expect(sum).toBeLessThan(0.3);
  });
});

describe("busyUnits", () => {
  it("names units that are likely to overflow, likeliest first, with when", () => {
    const here = (unitId: string, count: number) =>
      Array.from({ length: count }, () => ({ unitId, admittedOn: "2026-03-10", known }));
    const forecasts = forecastCensus(build({ here: [...here("a", 7), ...here("b", 4)] }));
    const [first, ...others] = busyUnits(forecasts, 0.5);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ id: "a", first: 0, worst: 0, overStaffed: 1, overPhysical: 1, beyond: 2 });
    expect(busyUnits(forecasts, 1.01)).toEqual([]);
    expect(busyUnits(forecasts, 0).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});
