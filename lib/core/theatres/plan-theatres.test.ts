import { describe, expect, it } from "vitest";
import { OTHER, planTheatres, type TheatrePlanInput } from "@/lib/core/theatres/plan-theatres";
import { type ProcedureProfile, procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { USUAL_RULES } from "@/lib/core/theatres/theatre-day";

const profile = (id: string, code: string, median: number): ProcedureProfile =>
  procedureProfile.parse({
    ...{ id, name: id, codes: [{ code }], duration: { median, ninetieth: 1.4 * median }, turnover: 20, recovery: 60 },
    ...{ team: { surgeon: 1 }, supplies: [{ item: `${id} set`, perCase: 1 }], goesAhead: 1 },
  });
const days = Array.from({ length: 14 }, (_, at) => `2026-03-${String(10 + at).padStart(2, "0")}`);
const booking = (day: string, code: string, isUnplanned = false) => ({
  ...{ reference: "x", day, isUnplanned },
  codes: [{ system: "", code, display: "" }],
});
const input = (rest: Partial<TheatrePlanInput> = {}): TheatrePlanInput => ({
  ...{ days, profiles: [profile("long", "1", 120), profile("short", "2", 30)], recorded: new Map() },
  ...{ booked: days.map((day) => booking(day, "1")), addOns: [], addOnShares: new Map() },
  ...{
    there: days.map(() => ({ rooms: 2, recoveryBeds: null })),
    rules: USUAL_RULES,
    stock: [{ item: "long set", stock: 5, daysOld: 0, deliveries: [] }],
  },
  ...rest,
});

describe("a fortnight in theatre", () => {
  it("plans each day's bookings on its day, and counts what no profile means", () => {
    const plan = planTheatres(
      input({ booked: [booking(days[1]!, "1"), booking(days[1]!, "2"), booking(days[2]!, "9")] }),
    );
    expect(plan.days.map(({ needs, withoutProfile }) => [needs.cases.expected, withoutProfile]).slice(0, 4)).toEqual([
      [0, 0],
      [2, 0],
      [0, 1],
      [0, 0],
    ]);
    const others = [...input().profiles, profile(OTHER, "no such code", 60)];
    const [, , day] = planTheatres(input({ profiles: others, booked: [booking(days[2]!, "9")] })).days;
    expect(day).toMatchObject({ withoutProfile: 0, needs: { cases: { expected: 1 } } });
  });

  it("uses up stock with what is booked, and sooner with what may be added", () => {
    const cover = (rest: Partial<TheatrePlanInput> = {}) =>
      planTheatres(input(rest)).items.find(({ item }) => item === "long set")?.cover?.coveredDays;
    expect(cover()).toEqual({ sure: 5, usual: 5, median: 5 });
    const addOns = [{ weight: 1, byDay: Array<number>(14).fill(2) }];
    expect(cover({ addOns, addOnShares: new Map([["long", 1]]) })?.sure).toBeLessThan(3);
    expect(cover({ addOns, addOnShares: new Map([["short", 1]]) })?.sure).toBe(5);
  });

  it("counts an operation once that is booked by now during a stay nobody had planned", () => {
    const addOns = [3, 0.5].map((mean) => ({ weight: 0.5, byDay: Array<number>(14).fill(mean) }));
    const plan = (booked: TheatrePlanInput["booked"]) => planTheatres(input({ booked, addOns })).days;
    const urgent = plan([booking(days[1]!, "1", true), booking(days[1]!, "1"), booking(days[2]!, "9", true)]);
    expect(urgent.map(({ addOns: mean }) => mean).slice(0, 3)).toEqual([1.75, 1, 1.75]);
    expect(urgent[1]!.needs.cases.expected).toBeCloseTo(3, 6);
    const planned = plan([booking(days[1]!, "1"), booking(days[1]!, "1")]);
    expect(planned[1]!.needs.cases.expected).toBeCloseTo(3.75, 6);
  });

  it("takes off what was used since the count as on the same weekdays ahead, and says nothing after four weeks", () => {
    const counted = (daysOld: number) =>
      planTheatres(
        input({
          // Two on each Thursday, the third day.
          booked: [2, 9].flatMap((at) => [booking(days[at]!, "1"), booking(days[at]!, "1")]),
          stock: [{ item: "long set", stock: 7, daysOld, deliveries: [{ day: -3, count: 1 }] }],
        }),
      ).items.find(({ item }) => item === "long set")?.cover?.leftNow;
    expect([0, 4, 5, 12].map(counted)).toEqual([7, 8, 6, 4]);
    expect(counted(29)).toBeUndefined();
  });

  it("spreads add-ons as recorded operations are, evenly where nothing is known", () => {
    const addOns = [{ weight: 1, byDay: Array<number>(14).fill(4) }];
    const minutes = (rest: Partial<TheatrePlanInput>) =>
      planTheatres(input({ booked: [], addOns, ...rest })).days[0]!.needs.minutes.expected;
    const asShort = minutes({ recorded: new Map([["short", [30, 30, 30]]]) });
    const evenly = minutes({});
    const asLong = minutes({ recorded: new Map([["long", [120, 120, 120]]]) });
    expect(asShort).toBeLessThan(evenly);
    expect(evenly).toBeLessThan(asLong);
  });

  it("says when rooms will hardly do", () => {
    const full = Array.from({ length: 7 }, () => booking(days[0]!, "1"));
    const [first, second] = planTheatres(input({ booked: full })).days;
    expect(first?.needs.roomsRunOut).toBeGreaterThan(0.9);
    expect(second?.needs.roomsRunOut).toBe(0);
  });

  it("says what a week uses of everything profiles name, counted or not", () => {
    const supplies = [{ item: "blood", perCase: 0.5 }];
    const profiles = [{ ...profile("long", "1", 120), supplies }];
    const { items } = planTheatres(input({ profiles }));
    expect(items.map(({ item, cover }) => [item, cover === null])).toEqual([
      ["blood", true],
      ["long set", false],
    ]);
    expect(items[0]?.weekUse).toMatchObject({ expected: 3.5, low80: 2, high80: 5 });
    expect(items[0]?.use[0]).toMatchObject({ expected: 0.5, low80: 0, high80: 1 });
    expect(items[1]?.weekUse.expected).toBe(0);
  });

  it("plans without a profile what it can: how many are booked", () => {
    const [first] = planTheatres(input({ profiles: [], addOns: [{ weight: 1, byDay: [3] }] })).days;
    expect(first).toMatchObject({ booked: 1, withoutProfile: 1, needs: { minutes: { expected: 0 } } });
  });
});
