import { describe, expect, it } from "vitest";
import { learnCalendars } from "@/lib/core/forecast/calendar-effects";
import { commonLevel } from "@/lib/core/forecast/common-level";
import type { DailySeries } from "@/lib/core/forecast/daily-series";
import { makeHolidayCalendar } from "@/lib/core/forecast/holiday-calendar";
import { chanceFrom } from "@/lib/core/training/chance";

const NONE = makeHolidayCalendar({ countries: [], own: [] });
const DAYS = 90;

/** Small units of noise, alike but for size; all rise by `rise` in the last fortnight. */
function units(count: number, rise: number): DailySeries[] {
  const chance = chanceFrom(7);
  return Array.from({ length: count }, (_, index) => ({
    firstDay: 16_000,
    values: Float64Array.from({ length: DAYS }, (_, day) => {
      const mean = (10 + index) * (1 + (day % 7) / 20) * (day >= DAYS - 14 ? 1 + rise : 1);
      return mean * (1 + (chance() + chance() + chance() - 1.5) / 2);
    }),
  }));
}

const tell = (peers: readonly DailySeries[]) => commonLevel(peers, learnCalendars(peers, NONE), 7);
const total = (points: Float64Array | undefined) => [...(points ?? [])].reduce((sum, point) => sum + point, 0);

describe("the common level", () => {
  it("sees a rise of all in each of them sooner than in one alone", () => {
    const risen = units(12, 0.4);
    const together = tell(risen);
    const alone = risen.map((unit) => tell([unit])[0]);
    const truth = (index: number) => 7 * (10 + index) * 1.15 * 1.4;
    const missed = (of: readonly (Float64Array | undefined)[]) =>
      of.reduce((sum, points, index) => sum + Math.abs(total(points) - truth(index)), 0);
    expect(missed(together)).toBeLessThan(0.8 * missed(alone));
  });

  it("gives every series its own size, and goes on where one begins late or misses days", () => {
    const [first, second] = units(2, 0) as [DailySeries, DailySeries];
    second.values.fill(Number.NaN, 40, 50);
    const late = { firstDay: second.firstDay + 30, values: second.values.slice(30) };
    const [one, other] = tell([first, late]);
    expect(total(one) / 7).toBeGreaterThan(10);
    expect(total(one) / 7).toBeLessThan(13);
    expect(total(other) / 7).toBeGreaterThan(11);
    expect(total(other) / 7).toBeLessThan(14.5);
  });
});
