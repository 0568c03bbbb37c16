import { describe, expect, it } from "vitest";
import { learnCalendars } from "@/lib/core/forecast/calendar-effects";
import { type DailySeries, toDayNumber } from "@/lib/core/forecast/daily-series";
import { EVERY_COUNTRY, makeHolidayCalendar } from "@/lib/core/forecast/holiday-calendar";
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

  describe("where Sundays are unlike other days", () => {
    const AUSTRALIA = makeHolidayCalendar({ countries: ["western-australia"], own: [] });
    const kept = (day: number) => AUSTRALIA.marksOf(day).includes(0);
    /** Eight clinics with half the patients on Sundays and, where they are kept, on holidays; more on days after both. */
    const clinics = (days: number, keeps: (day: number) => boolean) =>
      Array.from({ length: 8 }, (_, seed): DailySeries => {
        const chance = chanceFrom(seed);
        const isOff = (day: number) => day % 7 === MONDAY - 1 || keeps(day);
        const values = Float64Array.from({ length: days }, (_, at) => {
          const day = FIRST + at;
          return 100 + 2 * (chance() - 0.5) + (isOff(day) ? -50 : isOff(day - 1) ? 20 : 0);
        });
        return { firstDay: FIRST, values };
      });
    const monday = (calendar: ReturnType<typeof learnCalendars>[number] | undefined) =>
      ((calendar?.weekday(MONDAY - 1) ?? 0) - (calendar?.weekday(MONDAY) ?? 0)) * (calendar?.mean ?? 0);

    it("thinks a holiday more like a Sunday than not before any was seen", () => {
      // From 5 January 2016 to the first holiday: nothing but Sundays was seen.
      const [calendar] = learnCalendars(clinics(21, kept), AUSTRALIA);
      const expected = 0.6 * monday(calendar);
      expect(expected).toBeLessThan(-10);
      expect(share(calendar, "2016-03-07")).toBeCloseTo(expected, 6);
    });

    it("learns from days that are kept, and lets those of other countries fade", () => {
      const [calendar] = learnCalendars(clinics(730, kept), EVERY_COUNTRY);
      expect(share(calendar, "2018-03-05") / monday(calendar)).toBeGreaterThan(0.8);
      // Presidents' Day and the Early May bank holiday.
      for (const elsewhere of ["2018-02-19", "2018-05-07"])
        expect(share(calendar, elsewhere) / monday(calendar), elsewhere).toBeLessThan(0.15);
    });

    it("thinks nothing of it once a year of holidays was like any other day", () => {
      const [calendar] = learnCalendars(
        clinics(365, () => false),
        AUSTRALIA,
      );
      expect(Math.abs(share(calendar, "2017-03-06") / monday(calendar))).toBeLessThan(0.1);
    });
  });
});
