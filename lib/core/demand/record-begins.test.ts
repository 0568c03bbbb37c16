import { describe, expect, it } from "vitest";
import { recordBegins } from "@/lib/core/demand/record-begins";
import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";

const THROUGH = "2026-03-09";
const daysAgo = (days: number): string => toIsoDate(toDayNumber(THROUGH) + 1 - days);
const left = (ago: number, count: number) => ({ wardId: "a", day: daysAgo(ago), count });
const each = (from: number, to: number, count: number, every = 1) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at)
    .filter((ago) => ago % every === 0)
    .map((ago) => left(ago, count));

describe("the day a hospital's record begins", () => {
  it("is the first of those on which patients were seen to leave, not the first anybody brought along", () => {
    expect(recordBegins([...each(1, 50, 9), ...each(51, 400, 1, 9)], THROUGH)).toBe(daysAgo(50));
  });

  it("is not moved by some days that were not read", () => {
    const read = each(1, 300, 9).filter(({ day }) => day < daysAgo(30) || day > daysAgo(20));
    expect(recordBegins(read, THROUGH)).toBe(daysAgo(300));
  });

  it("is not told by a small hospital's quiet days, nor by nothing", () => {
    expect(recordBegins(each(1, 300, 1, 2), THROUGH)).toBeNull();
    expect(recordBegins(each(1, 300, 2), THROUGH)).toBeNull();
    expect(recordBegins([], THROUGH)).toBeNull();
  });
});
