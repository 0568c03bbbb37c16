import { describe, expect, it } from "vitest";
import { followLevel, type LevelVariances } from "@/lib/core/forecast/weekly-level";
import { chanceFrom } from "@/lib/core/training/chance";

const CALM: LevelVariances = { noise: 0.01, level: 0, stir: 0, persistence: 0, weekday: 0 };

describe("a weekly level", () => {
  it("is the mean drawn to nought where nothing moves, as worked out by hand", () => {
    // One look before anything is seen is worth 1 / 1, each day 1 / 0.01.
    const values = Float64Array.of(0.1, 0.3, Number.NaN, 0.2);
    const [point] = followLevel(values, 0, CALM).forecast(1);
    expect(point).toBeCloseTo((100 * (0.1 + 0.3 + 0.2)) / (1 + 3 * 100), 12);
  });

  it("counts only what newest days are worth where the level walks, and lets a stir fade", () => {
    const values = Float64Array.from({ length: 60 }, (_, at) => (at < 59 ? 0 : 1));
    const walking = followLevel(values, 0, { ...CALM, level: 0.01 }).forecast(2);
    // Steady state of a local level with as much walk as noise: the golden ratio's share of the newest day.
    expect(walking[0]).toBeCloseTo((Math.sqrt(5) - 1) / 2, 6);
    expect(walking[1]).toBeCloseTo(walking[0] as number, 12);
    const stirred = followLevel(values, 0, { ...CALM, stir: 0.01, persistence: 0.5 }).forecast(2);
    expect(stirred[0]).toBeGreaterThan(0.1);
    expect(stirred[1]).toBeLessThan(0.6 * (stirred[0] as number));
  });

  it("learns weekdays, as far as it is let", () => {
    const chance = chanceFrom(4);
    const values = Float64Array.from({ length: 140 }, (_, at) => ((40 + at) % 7 === 2 ? 0.3 : 0) + 0.02 * chance());
    const find = (weekday: number) => {
      const points = followLevel(values, 40, { ...CALM, weekday }).forecast(7);
      const high = (2 - ((40 + 140) % 7) + 7) % 7;
      return (points[high] as number) - (points[(high + 1) % 7] as number);
    };
    expect(find(0.1)).toBeGreaterThan(0.28);
    expect(find(0)).toBe(0);
    expect(find(0.0005)).toBeGreaterThan(0.05);
    expect(find(0.0005)).toBeLessThan(find(0.1));
  });

  it("is less surprised by days that are as restless as it was told", () => {
    const chance = chanceFrom(9);
    let level = 0;
    const values = Float64Array.from({ length: 300 }, () => {
      level += 0.2 * (chance() - 0.5);
      return level + 0.2 * (chance() - 0.5);
    });
    const surprise = (walk: number) => followLevel(values, 0, { ...CALM, noise: 1 / 300, level: walk }).surprise;
    expect(surprise(1 / 300)).toBeLessThan(surprise(1 / 3000));
    expect(surprise(1 / 300)).toBeLessThan(surprise(1 / 10));
  });
});
