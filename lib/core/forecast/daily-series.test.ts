import { describe, expect, it } from "vitest";
import { joinRuns, toDayNumber, toIsoDate, toSegments } from "@/lib/core/forecast/daily-series";

const run = (from: number, days: number): [number, number][] =>
  Array.from({ length: days }, (_, at) => [from + at, at]);

describe("daily series", () => {
  it("numbers days as the calendar counts them, times cut off", () => {
    expect(toDayNumber("1970-01-02T23:59:59+10:00")).toBe(1);
    expect(toIsoDate(toDayNumber("2024-02-29"))).toBe("2024-02-29");
  });

  it("fills a fortnight's gap and begins again after a longer one", () => {
    const filled = toSegments(new Map([...run(100, 3), ...run(117, 2)]));
    expect(filled.map(({ firstDay, values }) => [firstDay, values.length])).toEqual([[100, 19]]);
    expect([...(filled[0]?.values ?? [])].filter(Number.isNaN)).toHaveLength(14);
    const parted = toSegments(new Map([...run(118, 2), ...run(100, 3)]));
    expect(parted.map(({ firstDay, values }) => [firstDay, [...values]])).toEqual([
      [100, [0, 1, 2]],
      [118, [0, 1]],
    ]);
  });

  it("joins runs again, the days between them missing", () => {
    const [early, late] = toSegments(new Map([...run(100, 3), ...run(118, 2)]));
    if (!early || !late) throw new Error("expected two runs");
    const { firstDay, values } = joinRuns([early, late]);
    expect([firstDay, values.length]).toEqual([100, 20]);
    expect([...values].filter((value) => !Number.isNaN(value))).toEqual([0, 1, 2, 0, 1]);
    expect([...values.subarray(18)]).toEqual([0, 1]);
  });

  it("makes nothing of nothing", () => expect(toSegments(new Map())).toEqual([]));
});
