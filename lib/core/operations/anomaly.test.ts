import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HourCount, seasonalAnomaly, UNUSUAL_Z } from "@/lib/core/operations/anomaly";

const DAY = 24;
/** 2026-03-09, a Monday, 00:00 UTC, in hours. */
const MONDAY = Date.UTC(2026, 2, 9) / 3_600_000;
const WEEKS = 4;

/** A ward's rhythm: much by day, little by night, half of it at weekends. */
const usualAt = (hour: number): number => {
  const day = new Date(hour * 3_600_000).getUTCDay();
  const byDay = hour % DAY >= 7 && hour % DAY < 19 ? 400 : 9;
  return day === 0 || day === 6 ? Math.round(byDay / 2) : byDay;
};

const history = (until: number, noise: (hour: number) => number = () => 0): HourCount[] =>
  Array.from({ length: WEEKS * 7 * DAY }, (_, back) => until - 1 - back).map((hour) => ({
    hour,
    count: Math.max(0, usualAt(hour) + noise(hour)),
  }));

const judge = (hour: number, count: number, before = history(hour)) =>
  seasonalAnomaly([...before, { hour, count }], { hour, from: hour - WEEKS * 7 * DAY });

describe("an unusual hour", () => {
  it("is one that is unlike the same time of other days, not one that is unlike the hour before", () => {
    const [night, morning] = [MONDAY + 3, MONDAY + 10];
    expect(Math.abs(judge(morning, 400).z ?? 99)).toBeLessThan(1);
    expect(Math.abs(judge(night, 9).z ?? 99)).toBeLessThan(1);
    expect(judge(night, 400).z).toBeGreaterThan(UNUSUAL_Z);
    expect(judge(morning, 9).z).toBeLessThan(-UNUSUAL_Z);
  });

  it("is told on weekends by weekends", () => {
    const saturday = MONDAY - 2 * DAY + 10;
    expect(Math.abs(judge(saturday, 200).z ?? 99)).toBeLessThan(1);
    expect(judge(saturday, 400).z).toBeGreaterThan(UNUSUAL_Z);
  });

  it("is still found where some of the days before were unusual themselves", () => {
    const hour = MONDAY + 10;
    const odd = history(hour, (at) => (at % (5 * DAY) === hour % (5 * DAY) ? 4_000 : 0));
    expect(judge(hour, 9, odd).z).toBeLessThan(-UNUSUAL_Z);
  });

  it("is not called before a week of such days is known", () => {
    const hour = MONDAY + 10;
    const young = seasonalAnomaly([{ hour, count: 0 }], { hour, from: hour - 5 * DAY });
    expect(young.z).toBeNull();
  });

  it("is not one more where there is usually none", () => {
    expect(seasonalAnomaly([{ hour: MONDAY, count: 2 }], { hour: MONDAY, from: 0 }).z).toBeLessThan(UNUSUAL_Z);
    expect(seasonalAnomaly([{ hour: MONDAY, count: 40 }], { hour: MONDAY, from: 0 }).z).toBeGreaterThan(UNUSUAL_Z);
  });

  it("grows with what is observed, and asks nothing of what comes later", () => {
    const hour = MONDAY + 10;
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(2_000), fc.nat(2_000), (one, two, later) => {
        const [low, high] = [Math.min(one, two), Math.max(one, two)];
        expect(judge(hour, high).z ?? 0).toBeGreaterThanOrEqual(judge(hour, low).z ?? 0);
        const after = [...history(hour), { hour: hour + DAY, count: later }];
        expect(judge(hour, low, after)).toEqual(judge(hour, low));
      }),
    );
  });
});
