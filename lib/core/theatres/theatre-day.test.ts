import { describe, expect, it } from "vitest";
import { caseDuration, toSteps } from "@/lib/core/theatres/case-duration";
import { type ProcedureProfile, procedureProfile } from "@/lib/core/theatres/procedure-profile";
import { type TheatreDayInput, theatreDay, USUAL_RULES } from "@/lib/core/theatres/theatre-day";

const profile = (id: string, rest: Partial<ProcedureProfile> = {}): ProcedureProfile =>
  procedureProfile.parse({
    ...{ id, name: id, codes: [], duration: { median: 100, ninetieth: 140 }, turnover: 20, recovery: 90 },
    ...{ team: { surgeon: 2, "scrub-nurse": 1 }, supplies: [{ item: "set", perCase: 1 }], goesAhead: 1 },
    ...rest,
  });
const kindOf = (own: ProcedureProfile) => {
  const duration = caseDuration(own, []);
  return { profile: own, withTurnover: toSteps(duration, own.turnover) };
};
const day = (rest: Partial<TheatreDayInput> = {}): TheatreDayInput => ({
  ...{ kinds: [kindOf(profile("hip"))], booked: [0, 0, 0, 0], addOns: [], addOnShares: [1] },
  ...rest,
});

describe("a day in theatre", () => {
  it("is the sum of what is booked, with turnover, in rooms, people and supplies", () => {
    const four = theatreDay(day());
    expect(four.cases).toEqual({ expected: 4, median: 4, low80: 4, high80: 4, low95: 4, high95: 4 });
    // Four lognormal operations of about 105 minutes on average and 20 of turnover each.
    expect(four.minutes.expected).toBeGreaterThan(480);
    expect(four.minutes.expected).toBeLessThan(530);
    expect(four.minutes.low80).toBeLessThan(four.minutes.median);
    expect(four.rooms).toMatchObject({ median: 2, high80: 2 });
    expect(four.team.surgeon?.median).toBe(3);
    expect(four.team["scrub-nurse"]?.median).toBe(2);
    expect(four.team.anaesthetist).toBeUndefined();
  });

  it("expects fewer where patients are put off, and is less certain of it", () => {
    const kinds = [kindOf(profile("hip", { goesAhead: 0.5 }))];
    const { cases, minutes } = theatreDay(day({ kinds }));
    expect(cases).toMatchObject({ expected: 2, low80: 1, median: 2 });
    expect(minutes.expected).toBeCloseTo(theatreDay(day()).minutes.expected / 2, 6);
  });

  it("adds what is not booked yet, by how many may come and of which kind", () => {
    const kinds = [kindOf(profile("hip")), kindOf(profile("short", { duration: { median: 30, ninetieth: 45 } }))];
    const addOns = [
      { weight: 0.5, mean: 1 },
      { weight: 0.5, mean: 5 },
    ];
    const of = (addOnShares: readonly number[]) => theatreDay(day({ kinds, booked: [], addOns, addOnShares }));
    expect(of([1, 0]).cases.expected).toBeCloseTo(3, 6);
    expect(of([0, 1]).minutes.expected).toBeLessThan(of([0.5, 0.5]).minutes.expected);
    expect(of([0.5, 0.5]).minutes.expected).toBeLessThan(of([1, 0]).minutes.expected);
    // Not knowing how many come is wider than Poisson about the same mean.
    const known = theatreDay(day({ kinds, booked: [], addOns: [{ weight: 1, mean: 3 }], addOnShares: [1, 0] }));
    expect(of([1, 0]).cases.high95).toBeGreaterThan(known.cases.high95);
  });

  it("counts people of a role where operations have more or fewer of them", () => {
    const kinds = [kindOf(profile("hip")), kindOf(profile("short", { team: { surgeon: 1 } }))];
    const of = (booked: readonly number[]) => theatreDay(day({ kinds, booked, addOnShares: [1, 0] })).team;
    expect(of([0, 0, 0, 0]).surgeon).toEqual(theatreDay(day()).team.surgeon);
    expect(of([1, 1, 1, 1]).surgeon?.median).toBe(2);
    expect(of([1, 1, 1, 1])["scrub-nurse"]?.high95).toBe(0);
  });

  it("needs recovery beds for as many as lie there at one time", () => {
    const twenty = theatreDay(day({ booked: Array<number>(20).fill(0) }));
    // 20 patients of 90 minutes in 600.
    expect(twenty.recoveryBeds.expected).toBeCloseTo(3, 6);
    expect(twenty.recoveryBeds.high95).toBe(7);
    const of = (recoveryBeds: number) =>
      theatreDay(day({ booked: Array<number>(20).fill(0) }), USUAL_RULES, { rooms: null, recoveryBeds });
    expect(of(3).recoveryRunsOut).toBeGreaterThan(of(6).recoveryRunsOut ?? 1);
    expect(of(3).roomsRunOut).toBeNull();
  });

  it("says how likely it is that rooms do not do", () => {
    const of = (rooms: number) => theatreDay(day(), USUAL_RULES, { rooms, recoveryBeds: null }).roomsRunOut ?? -1;
    expect(of(1)).toBeGreaterThan(0.9);
    expect(of(2)).toBeLessThan(0.05);
    expect(of(3)).toBeLessThanOrEqual(of(2));
  });

  it("is empty where nothing is booked and nobody comes", () => {
    const none = theatreDay(day({ booked: [] }));
    expect(none.rooms).toEqual({ expected: 0, median: 0, low80: 0, high80: 0, low95: 0, high95: 0 });
    expect(none.recoveryBeds.high95).toBe(0);
  });
});
