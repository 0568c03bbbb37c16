import { describe, expect, it } from "vitest";
import { daysAsTold, type KeptForecast, LEAST_FORECASTS, scoreForecasts } from "@/lib/core/demand/forecast-accuracy";
import { HORIZON_DAYS, KEPT_LEVELS } from "@/lib/core/demand/forecast-demand";
import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";

const FIRST = toDayNumber("2026-01-01");
const Z: Readonly<Record<number, number>> = {
  0.025: -4,
  0.05: -3,
  0.1: -2,
  0.25: -1,
  0.5: 0,
  0.75: 1,
  0.9: 2,
  0.95: 3,
  0.975: 4,
};

/** A forecast of the same number every day, give or take what each level has. */
const told = (made: number, point: number) =>
  Array.from({ length: HORIZON_DAYS }, (_, ahead) => ({
    day: toIsoDate(FIRST + made + ahead),
    point,
    quantiles: KEPT_LEVELS.map((level) => point + (Z[level] as number)),
  }));

const made = (count: number, point = 11, naive = 12): readonly KeptForecast[] =>
  Array.from({ length: count }, (_, at) => ({
    madeOn: toIsoDate(FIRST + at),
    days: told(at, point),
    naive: told(at, naive),
  }));

const always =
  (value: number, through = 200) =>
  (day: string) =>
    toDayNumber(day) < FIRST + through ? value : null;

describe("forecasts against what came", () => {
  it("are judged by size of error, its direction and how often intervals held, beside seasonal naive", () => {
    const [week, later] = scoreForecasts(made(30), always(10));
    expect(week).toMatchObject({ from: 1, to: 7, forecasts: 30, n: 210, isTooFew: false });
    expect(later).toMatchObject({ from: 8, to: 14, n: 210 });
    expect(week?.ensemble).toEqual({ mae: 1, wmape: 0.1, bias: 0.1, coverage80: 1, coverage95: 1 });
    expect(week?.naive).toMatchObject({ mae: 2, wmape: 0.2, bias: 0.2 });
    expect(week?.ratio).toEqual({ value: 0.5, ci95: [0.5, 0.5] });
  });

  it("count a day at the edge of an interval as held, and one beyond it as not", () => {
    expect(scoreForecasts(made(20), always(13))[0]?.ensemble).toMatchObject({ coverage80: 1, coverage95: 1 });
    expect(scoreForecasts(made(20), always(14))[0]?.ensemble).toMatchObject({ coverage80: 0, coverage95: 1 });
    expect(scoreForecasts(made(20), always(6))[0]?.ensemble).toMatchObject({ coverage80: 0, coverage95: 0 });
  });

  it("take intervals in whole patients: nobody is within a fraction of one", () => {
    const rare = made(20, 0.3, 0.3).map((one) => ({
      ...one,
      days: one.days.map((day) => ({ ...day, quantiles: [0.1, 0.1, 0.2, 0.3, 0.3, 0.6, 1.4, 1.6, 2.4] })),
    }));
    expect(scoreForecasts(rare, always(0))[0]?.ensemble).toMatchObject({ coverage80: 1, coverage95: 1 });
    expect(scoreForecasts(rare, always(2))[0]?.ensemble).toMatchObject({ coverage80: 0, coverage95: 1 });
    expect(daysAsTold(rare, always(0), { before: 1, through: "2026-01-02" })[0]).toMatchObject({ interval80: [0, 1] });
  });

  it("say nothing before two of each weekday were foretold, and leave out days that have not come", () => {
    const [few] = scoreForecasts(made(LEAST_FORECASTS - 1), always(10));
    expect(few).toMatchObject({ isTooFew: true, n: 91, ratio: null, ensemble: { wmape: null, coverage80: null } });
    const [week, later] = scoreForecasts(made(20), always(10, 20));
    // The last six forecasts have days still to come.
    expect(week).toMatchObject({ forecasts: 20, n: 14 * 7 + 6 + 5 + 4 + 3 + 2 + 1 });
    expect(later).toMatchObject({ forecasts: 13, isTooFew: true });
  });

  it("have no share of nothing", () => {
    const [none] = scoreForecasts(made(20, 0, 0), always(0));
    expect(none?.ensemble).toMatchObject({ mae: 0, wmape: null, bias: null });
    expect(none?.ratio).toBeNull();
  });

  it("give the ratio an interval only from four weeks on, as wide as weeks differ", () => {
    expect(scoreForecasts(made(14, 11, 12), always(10, 18))[0]?.ratio).toEqual({ value: 0.5, ci95: null });
    const unequal = (day: string) => (Math.floor(toDayNumber(day) / 7) % 2 === 0 ? 10 : 14);
    const ratio = scoreForecasts(made(50), unequal)[0]?.ratio;
    expect(ratio?.ci95?.[0] ?? 9).toBeLessThan((ratio?.value ?? 0) - 0.05);
    expect(ratio?.ci95?.[1] ?? 0).toBeGreaterThan((ratio?.value ?? 9) + 0.05);
  });

  it("are shown as they stood so many days before, without days to come", () => {
    const days = daysAsTold(made(10), always(10, 5), { before: 1, through: toIsoDate(FIRST + 6) });
    expect(days.map(({ day }) => day)).toEqual(["02", "03", "04", "05", "06", "07"].map((day) => `2026-01-${day}`));
    expect(days.map(({ came }) => came)).toEqual([10, 10, 10, 10, null, null]);
    expect(days[0]).toMatchObject({ point: 11, naive: 12, interval80: [9, 13], interval95: [7, 15] });
  });
});
