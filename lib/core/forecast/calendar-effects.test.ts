import { describe, expect, it } from "vitest";
import { learnCalendars } from "@/lib/core/forecast/calendar-effects";
import { type DailySeries, toDayNumber } from "@/lib/core/forecast/daily-series";
import { EVERY_COUNTRY } from "@/lib/core/forecast/holiday-calendar";
import { chanceFrom } from "@/lib/core/training/chance";

const FIRST = toDayNumber("2016-01-04");
const MONDAY = FIRST % 7;

/** Four years of 200 a day with busy Mondays, noise, and what `holiday` adds. */
function made(seed: number, holiday: (date: string) => number, noise = 1): DailySeries {
  const chance = chanceFrom(seed);
  const values = Float64Array.from({ length: 1460 }, (_, at) => {
    const date = new Date((FIRST + at) * 86_400_000).toISOString().slice(0, 10);
    return 200 + ((FIRST + at) % 7 === MONDAY ? 30 : -5) + noise * (chance() - 0.5) + holiday(date);
  });
  return { firstDay: FIRST, values };
}

const HOLIDAYS: Readonly<Record<string, number>> = { "07-04": -30, "12-24": -20, "12-25": -60, "12-26": -40 };
const effects = (date: string): number => HOLIDAYS[date.slice(5)] ?? 0;
const share = (calendar: ReturnType<typeof learnCalendars>[number] | undefined, date: string): number =>
  (calendar?.holiday(toDayNumber(date)) ?? Number.NaN) * (calendar?.mean ?? 1);

describe("what the calendar does", () => {
  it("is learnt whole, for a holiday alone and for days that follow each other", () => {
    const [calendar] = learnCalendars(
      Array.from({ length: 8 }, (_, seed) => made(seed, effects)),
      EVERY_COUNTRY,
    );
    for (const [date, size] of Object.entries(HOLIDAYS))
      expect(Math.abs(share(calendar, `2020-${date}`) / size - 1), date).toBeLessThan(0.1);
  });

  it("does not give a holiday that falls on Mondays what Mondays do", () => {
    const noisy = Array.from({ length: 8 }, (_, seed) => made(seed, () => 0, 60));
    for (const calendar of learnCalendars(noisy, EVERY_COUNTRY)) {
      expect(Math.abs(share(calendar, "2020-05-25"))).toBeLessThan(8);
      expect(calendar.weekday(MONDAY) * calendar.mean).toBeGreaterThan(20);
    }
  });

  it("is learnt beside days that were not counted", () => {
    const gappy = Array.from({ length: 8 }, (_, seed) => made(seed, effects));
    for (const date of ["2016-12-23", "2017-12-27", "2018-12-28", "2019-12-26"])
      for (const { values } of gappy) values[toDayNumber(date) - FIRST] = Number.NaN;
    const [calendar] = learnCalendars(gappy, EVERY_COUNTRY);
    expect(Math.abs(share(calendar, "2020-12-25") / -60 - 1)).toBeLessThan(0.1);
  });
});
