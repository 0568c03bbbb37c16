import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DemandCount, MOST_DAYS, toDemandSeries, WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";

const THROUGH = "2026-03-09";
const LAST = toDayNumber(THROUGH);
const daysAgo = (days: number): string => toIsoDate(LAST - days);
const seriesOf = (counts: readonly DemandCount[], from: string | null = null) =>
  toDemandSeries(counts, { through: THROUGH, from });

describe("daily series of a hospital", () => {
  it("are of the hospital first and then of each unit from its first count, noughts and all, up to the last day", () => {
    const series = seriesOf([
      { wardId: "b", day: daysAgo(1), count: 2 },
      { wardId: "a", day: daysAgo(4), count: 1 },
      { wardId: "a", day: daysAgo(1), count: 3 },
    ]);
    expect(series.map(({ wardId, firstDay, values }) => [wardId, LAST - firstDay, [...values]])).toEqual([
      [WHOLE_HOSPITAL, 4, [1, 0, 0, 5, 0]],
      ["a", 4, [1, 0, 0, 3, 0]],
      ["b", 1, [2, 0]],
    ]);
  });

  it("leave out today, what is older than two years, and what came before records were whole", () => {
    const counts = [toIsoDate(LAST + 1), daysAgo(MOST_DAYS), daysAgo(3)].map((day) => ({ wardId: "a", day, count: 1 }));
    expect(seriesOf(counts)[0]).toMatchObject({ firstDay: LAST - 3 });
    expect(seriesOf(counts, daysAgo(2))).toEqual([]);
    expect(seriesOf([])).toEqual([]);
  });

  it("count what belongs to no unit for the hospital alone", () => {
    const series = seriesOf([{ wardId: WHOLE_HOSPITAL, day: daysAgo(0), count: 7 }]);
    expect(series.map(({ wardId, values }) => [wardId, [...values]])).toEqual([[WHOLE_HOSPITAL, [7]]]);
  });

  it("take a day without anybody in a busy hospital for one that was not read, in a small one for a quiet one", () => {
    const of = (each: number) =>
      seriesOf(
        Array.from({ length: 30 }, (_, ago) => ({ wardId: "a", day: daysAgo(ago), count: ago === 3 ? 0 : each })),
      ).map(({ values }) => values.at(-4));
    expect(of(20)).toEqual([Number.NaN, Number.NaN]);
    expect(of(2)).toEqual([0, 0]);
  });

  it("forget a unit that has been closed for two months", () => {
    const open = Array.from({ length: 90 }, (_, ago) => ({ wardId: "open", day: daysAgo(ago), count: 1 }));
    const closed = open.filter((_, ago) => ago > 60).map((row) => ({ ...row, wardId: "closed" }));
    expect(seriesOf([...open, ...closed]).map(({ wardId }) => wardId)).toEqual([WHOLE_HOSPITAL, "open"]);
  });

  it("lose nobody: a hospital's day is the sum of its units'", () => {
    const count = fc.record({
      wardId: fc.constantFrom("a", "b", "c"),
      day: fc.integer({ min: 0, max: 40 }).map(daysAgo),
      count: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(count, { minLength: 1, maxLength: 60 }), (counts) => {
        const [whole, ...units] = seriesOf(counts);
        const total = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + (value || 0), 0);
        expect(total(whole?.values ?? [])).toBe(counts.reduce((sum, one) => sum + one.count, 0));
        expect(units.reduce((sum, { values }) => sum + total(values), 0)).toBe(total(whole?.values ?? []));
      }),
    );
  });
});
