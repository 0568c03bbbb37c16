import { describe, expect, it } from "vitest";
import { conformalSpreads } from "@/lib/core/forecast/conformal";
import type { DailySeries } from "@/lib/core/forecast/daily-series";
import { SHORTEST_DAYS, toForecaster } from "@/lib/core/forecast/forecaster";
import { chanceFrom } from "@/lib/core/training/chance";

const FIRST = 16_000;

function made(days: number, shape: (day: number, noise: number) => number, seed = 1): DailySeries {
  const chance = chanceFrom(seed);
  return { firstDay: FIRST, values: Float64Array.from({ length: days }, (_, day) => shape(day, chance() - 0.5)) };
}

const weekly = (level: number) => (day: number, noise: number) =>
  level + (day % 7) * (level / 50) + (noise * level) / 5;
const at = (series: readonly DailySeries[], day: number) => toForecaster(series, 7)(FIRST + day).get(0);

describe("the forecaster", () => {
  it("looks at nothing from the day it speaks on", () => {
    const two = [made(110, weekly(100)), made(110, weekly(20), 2)];
    const later = two.map(({ firstDay, values }) => ({
      firstDay,
      values: values.map((value, day) => (day >= 90 ? 5 * value : value)),
    }));
    const [plain, altered] = [at(two, 90), at(later, 90)];
    expect([...(altered?.wardlight.points ?? [])]).toEqual([...(plain?.wardlight.points ?? [1])]);
    expect(altered?.wardlight.quantile(6, 0.9)).toBe(plain?.wardlight.quantile(6, 0.9));
  });

  it("has quantiles that grow with the level and are never below nought", () => {
    const rare = at([made(100, (day, noise) => (noise > 0.2 ? 1 + (day % 3) : 0))], 100)?.wardlight;
    const levels = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99].map((level) => rare?.quantile(3, level) ?? Number.NaN);
    expect(levels[0]).toBeGreaterThanOrEqual(0);
    expect([...levels].sort((one, other) => one - other)).toEqual(levels);
    expect(levels.at(-1)).toBeGreaterThan(levels[0] as number);
  });

  it("goes on over gaps and over nothing but noughts", () => {
    const gappy = made(120, weekly(100));
    gappy.values.fill(Number.NaN, 80, 92);
    gappy.values.fill(Number.NaN, 117);
    for (const point of at([gappy], 120)?.wardlight.points ?? [Number.NaN])
      expect(Math.abs(point - 106)).toBeLessThan(15);
    expect([...(at([made(90, () => 0)], 90)?.wardlight.points ?? [1])].every((point) => point === 0)).toBe(true);
  });

  it("follows a change of level within a fortnight", () => {
    const shifted = made(130, (day, noise) => weekly(day < 115 ? 100 : 160)(day, noise));
    for (const point of at([shifted], 130)?.wardlight.points ?? [0]) expect(point).toBeGreaterThan(140);
  });

  it("begins once there is enough to see a week by, and weighs methods in shares of one", () => {
    const young = made(60, weekly(40));
    expect(at([young], SHORTEST_DAYS - 1)).toBeUndefined();
    expect(at([young], SHORTEST_DAYS)?.wardlight.points).toHaveLength(7);
    const shares = Object.values(at([young], 60)?.weights ?? {});
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
  });

  it("learns from runs that ended before a gap, and forecasts as if they were not where there are none", () => {
    // What last year's days say of weekdays that have been seen six times since.
    const shape = (day: number, noise: number) => 100 + 30 * Number(day % 7 === 3) + 60 * noise;
    const earlier = [{ ...made(150, shape, 3), firstDay: FIRST - 364 }];
    const now = made(42, shape, 5);
    const [without, none, taught] = [now, { ...now, earlier: [] }, { ...now, earlier }].map(
      (series) => at([series], 42)?.wardlight.points ?? new Float64Array(7),
    );
    expect([...(none ?? [])]).toEqual([...(without ?? [])]);
    const missed = (points: Float64Array | undefined) =>
      [...(points ?? [])].reduce((sum, point, ahead) => sum + Math.abs(point - shape(42 + ahead, 0)), 0);
    expect(missed(taught)).toBeLessThan(missed(without));
  });

  it("takes its intervals from what it would have said itself at past days, knowing no more than then", () => {
    const series = made(110, (day, noise) => weekly(day < 60 ? 100 : 130)(day, noise));
    // Nothing came of the first two past days it is tried at, which lie before it says anything.
    series.values.fill(Number.NaN, 25, 37);
    const foretell = toForecaster([series], 7);
    const errors = Array.from({ length: 17 }, (_, origin) => {
      const day = 25 + 5 * origin;
      const points = foretell(FIRST + day).get(0)?.wardlight.points;
      return Float64Array.from({ length: 7 }, (_, ahead) => {
        const value = series.values[day + ahead] ?? Number.NaN;
        return points === undefined ? Number.NaN : value - (points[ahead] as number);
      });
    });
    const [spread] = conformalSpreads([errors], 7);
    const ours = foretell(FIRST + 110).get(0)?.wardlight;
    for (const level of [0.025, 0.1, 0.9, 0.975])
      expect(ours?.quantile(2, level)).toBeCloseTo((ours?.points[2] ?? 0) + (spread?.(2, level) ?? 0), 10);
  });
});
