import { describe, expect, it } from "vitest";
import type { KeptArrivals, StayFound } from "@/lib/core/capacity/learn-census";
import { lengthOfStaySchema } from "@/lib/core/capacity/length-of-stay";
import generated from "@/lib/core/capacity/length-of-stay.generated.json";
import { forecastCensusNights } from "@/lib/core/demand/forecast-census-nights";
import { KEPT_LEVELS, toLevels } from "@/lib/core/demand/forecast-demand";
import { dayAfter } from "@/lib/core/monitoring/watch-days";

const TODAY = "2026-03-10";
const model = lengthOfStaySchema.parse(generated);

/** On every day since, `count` patients came to a unit and stayed three days. */
const steady = (unitId: string, count: number, admissionType = "emergency"): StayFound[] =>
  Array.from({ length: 90 }, (_, at) => at + 1).flatMap((ago) =>
    Array.from({ length: count }, () => ({
      ...{ unitId, isCurrent: ago < 3, admittedOn: dayAfter(TODAY, -ago) },
      leftOn: ago < 3 ? null : dayAfter(TODAY, 3 - ago),
      known: { primaryDiagnosis: null, admissionType, age: 60 },
    })),
  );

/** Exactly so many a day. */
const always = (count: number): KeptArrivals => ({
  historyDays: 80,
  days: Array.from({ length: 14 }, () => ({ quantiles: toLevels(KEPT_LEVELS.map(() => count)) })),
});

const stays = [...steady("a", 5), ...steady("b", 2), ...steady("b", 1, "elective")];
const nights = (
  found: readonly StayFound[],
  madeOn: readonly string[],
  arrivals: KeptArrivals | null = always(7),
  { countFrom = null, at = "00:05" }: { readonly countFrom?: string | null; readonly at?: string } = {},
) =>
  forecastCensusNights(
    {
      ...{ model, stays: found, now: new Date(`${TODAY}T${at}:00Z`), timeZone: "UTC", today: TODAY, countFrom },
      booked: Array.from({ length: 9 }, () => ({ unitId: "a", day: TODAY })),
    },
    madeOn,
    () => arrivals,
  );
const pointOn = (made: ReturnType<typeof nights>, wardId: string, ahead: number) =>
  made.forecasts.find((one) => one.wardId === wardId)?.days[ahead]?.point;

describe("the census as it was foretold on each night", () => {
  const before = dayAfter(TODAY, -14);
  const made = nights(stays, [before]);

  it("is of the hospital and each unit, a fortnight each, and adds up", () => {
    expect(made.forecasts.map(({ wardId, kind, madeOn }) => [wardId, kind, madeOn])).toEqual(
      ["", "a", "b"].map((wardId) => [wardId, "census", before]),
    );
    for (const { days } of made.forecasts) {
      expect(days.map(({ day }) => day)).toEqual(Array.from({ length: 14 }, (_, ahead) => dayAfter(before, ahead)));
      for (const { quantiles } of days) expect([...quantiles].sort((x, y) => x - y)).toEqual(quantiles);
    }
    expect(pointOn(made, "a", 3)! + pointOn(made, "b", 3)!).toBeCloseTo(pointOn(made, "", 3)!, 1);
  });

  it("finds the number that is there every day, planned admissions among them, and sets the same weekdays beside it", () => {
    // Eight come each day and stay three midnights.
    expect(pointOn(made, "", 6)).toBeGreaterThan(21);
    expect(pointOn(made, "", 6)).toBeLessThan(27);
    expect(made.forecasts[0]?.naive[6]).toMatchObject({ day: dayAfter(before, 6), point: 24 });
    const unplanned = nights(
      stays.filter(({ known }) => known.admissionType !== "elective"),
      [before],
    );
    expect(pointOn(made, "b", 6)! - pointOn(unplanned, "b", 6)!).toBeGreaterThan(2);
  });

  it("knows nothing of what came after", () => {
    const later = stays.map((stay) =>
      stay.leftOn !== null && stay.leftOn >= before ? { ...stay, leftOn: dayAfter(stay.leftOn, 40) } : stay,
    );
    const more = [...later, ...Array.from({ length: 50 }, () => ({ ...stays[0]!, admittedOn: before, leftOn: TODAY }))];
    expect(nights(more, [before])).toEqual(made);
  });

  it("of today knows who is here now, and leaves a night without a forecast of admissions out", () => {
    const today = nights(stays, [TODAY]);
    expect(pointOn(today, "", 0)).toBeGreaterThan(16);
    expect(nights(stays, [before], null)).toMatchObject({ forecasts: [], tooShort: [{ wardId: "" }, {}, {}] });
  });

  it("of today, made late in it, knows only what was known when it began", () => {
    const later = [...stays, ...Array.from({ length: 50 }, () => ({ ...stays[0]!, admittedOn: TODAY }))].map((stay) =>
      stay.isCurrent && stay.admittedOn === dayAfter(TODAY, -2) ? { ...stay, isCurrent: false, leftOn: TODAY } : stay,
    );
    const late = nights(later, [TODAY], always(7), { at: "15:00" });
    expect(late).toEqual(nights(stays, [TODAY], always(7), { at: "06:30" }));
    expect(late).not.toEqual(nights(stays, [TODAY]));
  });

  it("is told of no hospital that does not seem followed, where every same weekday would say nought", () => {
    // Somebody leaves every other day.
    const quiet = stays.filter(({ admittedOn }) => Date.parse(admittedOn ?? "") % (2 * 86_400_000) === 0);
    expect(nights(quiet, [before])).toMatchObject({
      forecasts: [],
      tooShort: [{ wardId: "", historyDays: 1 }, {}, {}],
    });
    const told = nights(quiet, [before], always(3.5), { countFrom: dayAfter(TODAY, -80) });
    expect(told.forecasts).toHaveLength(3);
    expect(told.forecasts[0]!.naive.every(({ point }) => point > 0)).toBe(true);
  });
});
