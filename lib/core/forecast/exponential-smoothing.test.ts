import { describe, expect, it } from "vitest";
import { fitSmoothing } from "@/lib/core/forecast/exponential-smoothing";

const WEEKDAYS = [9, 4, 0, -2, -3, -6, -2];

/** A level that drifts and swings, seven weekdays, and noise that is the same every time. */
const series = Float64Array.from(
  { length: 168 },
  (_, day) =>
    120 + 0.15 * day + 12 * Math.sin(day / 23) + (WEEKDAYS[day % 7] as number) + ((day * 7919) % 101) / 5 - 10,
);

describe("damped additive Holt-Winters", () => {
  // statsmodels 0.15.0: ExponentialSmoothing(trend="add", damped_trend=True, seasonal="add", seasonal_periods=7).fit()
  it("fits as closely as statsmodels does, and foretells the same", () => {
    const fitted = fitSmoothing(series, { trend: true });
    expect(fitted.squares).toBeLessThan(6666.68 * 1.002);
    const theirs = [167.06, 162.48, 158.88, 157.27, 157.49, 154.85, 159.2];
    for (const [ahead, point] of fitted.forecast(7).entries())
      expect(Math.abs(point - (theirs[ahead] as number))).toBeLessThan(1.5);
  });

  it("foretells a week that repeats without error, the trend or no trend", () => {
    const repeated = Float64Array.from({ length: 70 }, (_, day) => 50 + (WEEKDAYS[day % 7] as number));
    for (const trend of [true, false]) {
      const next = fitSmoothing(repeated, { trend }).forecast(14);
      for (const [ahead, point] of next.entries()) expect(point).toBeCloseTo(50 + (WEEKDAYS[ahead % 7] as number), 2);
    }
  });

  it("goes past missing days as if each had been as expected", () => {
    const gappy = series.slice();
    gappy.fill(Number.NaN, 60, 70);
    const whole = fitSmoothing(series, { trend: false }).forecast(7);
    for (const [ahead, point] of fitSmoothing(gappy, { trend: false }).forecast(7).entries())
      expect(Math.abs(point - (whole[ahead] as number))).toBeLessThan(3);
  });
});
