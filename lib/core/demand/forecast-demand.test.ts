import { describe, expect, it } from "vitest";
import { forecastDemand, HORIZON_DAYS, KEPT_LEVELS } from "@/lib/core/demand/forecast-demand";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { NO_HOLIDAY_SETTING } from "@/lib/core/forecast/holiday-calendar";
import { chanceFrom } from "@/lib/core/training/chance";

const LAST = toDayNumber("2026-03-09");

function series(wardId: string, days: number, level: number) {
  const chance = chanceFrom(level);
  const values = Float64Array.from({ length: days }, (_, at) => Math.round(level + (at % 7) + 4 * (chance() - 0.5)));
  return { wardId, firstDay: LAST - days + 1, values };
}

const made = forecastDemand({
  madeOn: ["2026-03-10"],
  holidays: NO_HOLIDAY_SETTING,
  kinds: [
    { kind: "unscheduled-admissions", series: [series("", 70, 30), series("a", 70, 12), series("new", 20, 5)] },
    { kind: "discharges", series: [] },
  ],
});

describe("the forecasts of a night", () => {
  it("begin today, for a fortnight, with quantiles in order about the point", () => {
    expect(made.forecasts.map(({ kind, wardId, historyDays }) => [kind, wardId, historyDays])).toEqual([
      ["unscheduled-admissions", "", 70],
      ["unscheduled-admissions", "a", 70],
    ]);
    for (const { days, naive } of made.forecasts)
      for (const told of [days, naive]) {
        expect(told).toHaveLength(HORIZON_DAYS);
        expect([told[0]?.day, told.at(-1)?.day]).toEqual(["2026-03-10", "2026-03-23"]);
        for (const { point, quantiles } of told) {
          expect(quantiles).toHaveLength(KEPT_LEVELS.length);
          expect([...quantiles].sort((one, other) => one - other)).toEqual(quantiles);
          expect(quantiles[0]).toBeLessThanOrEqual(point);
          expect(quantiles.at(-1)).toBeGreaterThanOrEqual(point);
        }
      }
  });

  it("say what the same weekday had, and are near it where that is all there is to know", () => {
    const own = series("", 70, 30);
    const [whole] = made.forecasts;
    expect(whole?.naive.slice(0, 7).map(({ point }) => point)).toEqual([...own.values.slice(-7)]);
    for (const [at, { point }] of (whole?.days ?? []).entries())
      expect(Math.abs(point - 30 - (at % 7))).toBeLessThan(4);
  });

  it("leave out what is too short and say how short", () => {
    expect(made.tooShort).toEqual([
      { madeOn: "2026-03-10", kind: "unscheduled-admissions", wardId: "new", historyDays: 20 },
    ]);
  });

  it("are the same in hindsight as they were then", () => {
    const whole = [series("", 70, 30)];
    const then = whole.map(({ values, ...rest }) => ({ ...rest, values: values.slice(0, -10) }));
    const of = (own: typeof whole) =>
      forecastDemand({
        madeOn: ["2026-02-28"],
        holidays: NO_HOLIDAY_SETTING,
        kinds: [{ kind: "discharges", series: own }],
      }).forecasts;
    expect(of(whole)).toMatchObject([{ madeOn: "2026-02-28", historyDays: 60 }]);
    expect(of(whole)).toEqual(of(then));
  });
});
