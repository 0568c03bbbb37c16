import { z } from "zod";
import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";
import { COUNTRIES, COUNTRY_HOLIDAYS, NAMED_DAYS } from "@/lib/core/forecast/public-holidays";

/** A day of every year (MM-DD), or one day alone (YYYY-MM-DD). */
const ON = /^(\d{4}-)?\d{2}-\d{2}$/;

/** 2024 was a leap year: 29 February is a day of some years. */
const isDate = (on: string): boolean => {
  const day = toDayNumber(on.length === 5 ? `2024-${on}` : on);
  return !Number.isNaN(day) && toIsoDate(day).endsWith(on);
};

/** Which public holidays a hospital keeps. */
export const holidaySetting = z.object({
  /** Known by rule; several where a hospital is not sure: what each does is learnt. */
  countries: z.array(z.enum(COUNTRIES)).max(COUNTRIES.length),
  /** Its own, or those of a country that is not known by rule; a movable one needs a line for each year. */
  own: z
    .array(
      z.object({
        on: z.string().regex(ON, "must be MM-DD or YYYY-MM-DD").refine(isDate, "must be a day there is"),
        name: z.string().trim().min(1).max(80),
      }),
    )
    .max(500),
});
export type HolidaySetting = z.output<typeof holidaySetting>;

/** Marks that days bear, as numbers from 0. */
export interface HolidayCalendar {
  /** How many marks there are. */
  readonly marks: number;
  /** Of how many lists: list n has mark 2n for its holidays and 2n + 1 for the days after them. Other marks are named days. */
  readonly lists: number;
  /** Those of a day number. */
  marksOf(day: number): readonly number[];
}

/** Day numbers in a year of a site's own holidays. */
const ownHolidays =
  (own: HolidaySetting["own"]) =>
  (year: number): readonly number[] =>
    own
      .map(({ on }) => (on.length === 5 ? `${year}-${on}` : on))
      .filter((on) => Number(on.slice(0, 4)) === year && isDate(on))
      .map(toDayNumber);

const NONE: readonly number[] = [];

/**
 * The marks a day bears: a public holiday, or the day after one, of each country kept and of the site's own list, and the
 * days around Christmas and New Year each by name. What a mark does is learnt from the series and drawn towards nothing,
 * so that a holiday kept elsewhere does little harm.
 */
export function makeHolidayCalendar({ countries, own }: HolidaySetting): HolidayCalendar {
  const kept = COUNTRIES.filter((country) => countries.includes(country));
  const rules = kept.map((country) => COUNTRY_HOLIDAYS[country]);
  if (own.length > 0) rules.push(ownHolidays(own));
  const named = NAMED_DAYS.filter(({ only }) => only === undefined || kept.includes(only));

  const marksOfYear = (year: number): ReadonlyMap<number, readonly number[]> => {
    const marks = new Map<number, number[]>();
    const put = (day: number, mark: number) => marks.set(day, [...(marks.get(day) ?? []), mark]);
    for (const [which, rule] of rules.entries()) {
      // With last year's: the day after its last one may be this year's first.
      const days = new Set([...rule(year - 1), ...rule(year)]);
      for (const day of days) put(day, 2 * which);
      for (const day of days) if (!days.has(day + 1)) put(day + 1, 2 * which + 1);
    }
    for (const [which, { on }] of named.entries()) put(on(year), 2 * rules.length + which);
    return marks;
  };

  const ofYears = new Map<number, ReadonlyMap<number, readonly number[]>>();
  return {
    marks: 2 * rules.length + named.length,
    lists: rules.length,
    marksOf: (day) => {
      const year = Number(toIsoDate(day).slice(0, 4));
      let known = ofYears.get(year);
      if (!known) {
        known = marksOfYear(year);
        ofYears.set(year, known);
      }
      return known.get(day) ?? NONE;
    },
  };
}

/** Where nobody said which: all that are known by rule. */
export const NO_HOLIDAY_SETTING: HolidaySetting = { countries: [...COUNTRIES], own: [] };

/** All that are known by rule. */
export const EVERY_COUNTRY = makeHolidayCalendar(NO_HOLIDAY_SETTING);
