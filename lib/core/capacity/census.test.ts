import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CensusForecast, type CensusInput, forecastCensus } from "@/lib/core/capacity/census";
import { NO_SCENARIO, underScenario } from "@/lib/core/capacity/scenario";

const DAYS = Array.from({ length: 14 }, (_, day) => `2026-03-${String(day + 1).padStart(2, "0")}`);
const UNITS = [
  { id: "a", name: "A", service: "Medicine", physicalBeds: 4, staffedBeds: 3 },
  { id: "b", name: "B", service: "Medicine", physicalBeds: 5, staffedBeds: 5 },
  { id: "c", name: "C", service: "Surgery", physicalBeds: 6, staffedBeds: 6 },
];
const fading = (daily: number): number[] => DAYS.map((_, day) => daily ** (day + 1));
const STAY = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const EMPTY: CensusInput = {
  days: DAYS,
  units: UNITS,
  here: [],
  emergency: [],
  unitShares: [0.5, 0.3, 0.2],
  booked: [],
  returning: [],
  arrivals: [],
  newcomerStays: UNITS.map(() => DAYS.map(() => fading(0.8))),
  transfers: STAY,
};
const of = (forecasts: readonly CensusForecast[], id: string): CensusForecast =>
  forecasts.find((one) => one.id === id)!;

const share = fc.double({ min: 0, max: 1, noNaN: true });
const unit = fc.integer({ min: 0, max: 2 });
const hospital: fc.Arbitrary<CensusInput> = fc
  .record({
    here: fc.array(fc.record({ unit, stillHere: share.map(fading) }), { maxLength: 12 }),
    emergency: fc.array(fc.record({ chance: share }), { maxLength: 8 }),
    booked: fc.array(fc.record({ unit, day: fc.integer({ min: 0, max: 13 }), chance: share }), { maxLength: 6 }),
    returning: fc.array(fc.record({ unit, byDay: share.map((p) => DAYS.map(() => p / 14)) }), { maxLength: 6 }),
    arrivals: fc.tuple(share, share).map(([low, more]) => [
      { weight: 0.5, byDay: DAYS.map(() => low) },
      { weight: 0.5, byDay: DAYS.map(() => low + more) },
    ]),
    transfers: share.map((move) => [
      [1 - move, move / 2, move / 2],
      [0, 1, 0],
      [move, 0, 1 - move],
    ]),
  })
  .map((drawn) => ({ ...EMPTY, ...drawn }));

describe("forecastCensus", () => {
  it("adds up: units to services to the hospital, and parts to the expected number", () => {
    fc.assert(
      fc.property(hospital, (input) => {
        const all = forecastCensus(input);
        for (const day of DAYS.keys()) {
          const expected = (id: string) => of(all, id).days[day]!.expected;
          expect(expected("a") + expected("b")).toBeCloseTo(expected("Medicine"), 8);
          expect(expected("Medicine") + expected("Surgery")).toBeCloseTo(expected("hospital"), 8);
          for (const { days } of all) {
            const { parts, expected: said, low95, low80, median, high80, high95 } = days[day]!;
            expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(said, 8);
            expect([low95, low80, median, high80, high95]).toEqual(
              [low95, low80, median, high80, high95].toSorted((x, y) => x - y),
            );
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is the number of patients where nobody comes or leaves", () => {
    const here = [0, 0, 2].map((where) => ({ unit: where, stillHere: DAYS.map(() => 1) }));
    const all = forecastCensus({ ...EMPTY, here });
    expect(of(all, "a").days.every(({ low95, high95 }) => low95 === 2 && high95 === 2)).toBe(true);
    expect(of(all, "hospital").days.at(-1)).toMatchObject({ expected: 3, low95: 3, high95: 3, overPhysical: 0 });
  });

  it("takes a patient who moves between units for one in the hospital", () => {
    const transfers = [[0.5, 0.5, 0], ...STAY.slice(1)];
    const all = forecastCensus({ ...EMPTY, transfers, here: [{ unit: 0, stillHere: DAYS.map(() => 1) }] });
    expect(of(all, "a").days[1]!.expected).toBeCloseTo(0.5, 12);
    expect(of(all, "b").days[1]!.expected).toBeCloseTo(0.5, 12);
    expect(of(all, "hospital").days[1]).toMatchObject({ low95: 1, high95: 1 });
  });

  it("counts newcomers from the day they come, and says how sure it is of more than there are beds for", () => {
    const booked = [0, 1, 2, 3].map(() => ({ unit: 0, day: 2, chance: 0.9 }));
    const { days } = of(forecastCensus({ ...EMPTY, booked }), "a");
    expect(days[1]!.expected).toBe(0);
    expect(days[2]!.expected).toBeCloseTo(4 * 0.9 * 0.8, 12);
    expect(days[2]!.overStaffed).toBeCloseTo(0.72 ** 4, 12);
    expect(days[2]!.overPhysical).toBe(0);
  });

  it("is wider where it is less known how many come", () => {
    const spread = (low: number, high: number) => {
      const arrivals = [low, high].map((mean) => ({ weight: 0.5, byDay: DAYS.map(() => mean) }));
      const day = of(forecastCensus({ ...EMPTY, arrivals }), "hospital").days[6]!;
      return { ...day, width: day.high95 - day.low95 };
    };
    const [sure, unsure] = [spread(10, 10), spread(5, 15)];
    expect(unsure.expected).toBeCloseTo(sure.expected, 8);
    expect(unsure.width).toBeGreaterThan(sure.width + 5);
  });
});

describe("underScenario", () => {
  const booked = [{ unit: 2, day: 1, chance: 1 }];
  const arrivals = [{ weight: 1, byDay: DAYS.map(() => 2) }];
  const before = { ...EMPTY, booked, arrivals };

  it("changes nothing where nothing is tried", () => {
    expect(forecastCensus(underScenario(before, NO_SCENARIO))).toEqual(forecastCensus(before));
  });

  it("closes beds with the staff of them, and never nurses more beds than there are", () => {
    const { units } = underScenario(before, { ...NO_SCENARIO, closedBeds: { c: 2 }, addedStaffedBeds: { a: 5 } });
    expect(units.map(({ physicalBeds, staffedBeds }) => [physicalBeds, staffedBeds])).toEqual([
      [4, 4],
      [5, 5],
      [4, 4],
    ]);
  });

  it("puts off some electives and lets more come in a surge", () => {
    const delayed = underScenario(before, { ...NO_SCENARIO, electivesDelayed: 0.5, delayDays: 3 });
    expect(delayed.booked).toEqual([{ unit: 2, day: 1, chance: 0.5, orLater: { day: 4, chance: 0.5 } }]);
    const surge = underScenario(before, { ...NO_SCENARIO, surgeFactor: 1.5, surgeFrom: 2, surgeTo: 3 });
    expect(surge.arrivals[0]!.byDay.slice(0, 5)).toEqual([2, 2, 3, 3, 2]);
  });

  it("takes whoever may come now or later for one patient", () => {
    const staying = { ...before, arrivals: [], newcomerStays: UNITS.map(() => DAYS.map(() => DAYS.map(() => 1))) };
    const { days } = of(
      forecastCensus(underScenario(staying, { ...NO_SCENARIO, electivesDelayed: 0.5, delayDays: 3 })),
      "c",
    );
    expect(days[3]!.expected).toBeCloseTo(0.5, 12);
    expect(days[4]).toMatchObject({ low95: 1, high95: 1 });
  });

  it("lets a surge be of all who come unscheduled, also of those counted one by one", () => {
    const counted = {
      ...{ ...before, booked: [], emergency: Array.from({ length: 4 }, () => ({ chance: 0.5 })) },
      newcomerStays: UNITS.map(() => DAYS.map(() => DAYS.map(() => 1))),
    };
    const expected = (surgeFactor: number, ahead: number) =>
      of(forecastCensus(underScenario(counted, { ...NO_SCENARIO, surgeFactor })), "hospital").days[ahead]!.expected;
    // Two a day are forecast, and two are expected of the four who wait.
    expect([expected(1, 0), expected(1.5, 0), expected(0.5, 0)]).toEqual([2, 3, 2].map((n) => expect.closeTo(n, 8)));
    expect([expected(1, 3), expected(1.5, 3), expected(0.5, 3)]).toEqual([8, 12, 4].map((n) => expect.closeTo(n, 8)));
  });

  it("puts off beyond the last day for good", () => {
    const late = { ...before, booked: [{ unit: 2, day: 10, chance: 1 }] };
    const { booked: left } = underScenario(late, { ...NO_SCENARIO, electivesDelayed: 0.25, delayDays: 7 });
    expect(left).toEqual([{ unit: 2, day: 10, chance: 0.75 }]);
  });
});
