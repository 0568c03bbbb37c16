import { toDayNumber } from "@/lib/core/forecast/daily-series";

/** Easter Sunday of a Gregorian year. @see Meeus 1991, Astronomical Algorithms, chapter 8 */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return dayOf(year, Math.floor(f / 31), (f % 31) + 1);
}

const dayOf = (year: number, month: number, day: number): number =>
  toDayNumber(`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);

/** 0 Sunday to 6 Saturday; 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

const MONDAY = 1;
const THURSDAY = 4;

/** The nth such weekday of a month. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  const first = dayOf(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
}

const lastMonday = (year: number, month: number): number => nthWeekday(year, month + 1, MONDAY, 1) - 7;

/** A holiday on a weekend is kept on the Monday after it. */
function orMonday(day: number): number {
  const weekday = weekdayOf(day);
  return weekday === 6 ? day + 2 : weekday === 0 ? day + 1 : day;
}

/** A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after. */
function orNearest(day: number): number {
  const weekday = weekdayOf(day);
  return weekday === 6 ? day - 1 : weekday === 0 ? day + 1 : day;
}

/** Christmas Day and Boxing Day and what is kept in their place: the next two days that are not a weekend. */
const christmas = (year: number): readonly number[] => {
  const day = dayOf(year, 12, 25);
  const weekday = weekdayOf(day);
  if (weekday === 5) return [day, day + 1, day + 3];
  if (weekday === 6) return [day, day + 1, day + 2, day + 3];
  return weekday === 0 ? [day, day + 1, day + 2] : [day, day + 1];
};

/** Federal holidays on which offices and clinics close. @see 5 U.S.C. § 6103 */
const unitedStates = (year: number): readonly number[] => [
  // A year's New Year's Day may be kept on the last day of the year before.
  ...[year, year + 1]
    .map((of) => orNearest(dayOf(of, 1, 1)))
    .filter((day) => day >= dayOf(year, 1, 1) && day <= dayOf(year, 12, 31)),
  nthWeekday(year, 1, MONDAY, 3),
  nthWeekday(year, 2, MONDAY, 3),
  lastMonday(year, 5),
  ...(year >= 2021 ? [orNearest(dayOf(year, 6, 19))] : []),
  orNearest(dayOf(year, 7, 4)),
  nthWeekday(year, 9, MONDAY, 1),
  nthWeekday(year, 11, THURSDAY, 4),
  orNearest(dayOf(year, 12, 25)),
];

/** Bank holidays of England by proclamation; a rule's day that was kept on another one instead. */
const PROCLAIMED: readonly string[] = [
  "2011-04-29",
  "2012-06-04",
  "2012-06-05",
  "2020-05-08",
  "2022-06-02",
  "2022-06-03",
  "2022-09-19",
  "2023-05-08",
];
const KEPT_ELSEWHERE: readonly string[] = ["2012-05-28", "2020-05-04", "2022-05-30"];
const inYear = (days: readonly string[], year: number): readonly number[] =>
  days.filter((day) => Number(day.slice(0, 4)) === year).map(toDayNumber);

/** @see Banking and Financial Dealings Act 1971, schedule 1 */
const england = (year: number): readonly number[] => {
  const elsewhere = inYear(KEPT_ELSEWHERE, year);
  const byRule = [
    orMonday(dayOf(year, 1, 1)),
    easterSunday(year) - 2,
    easterSunday(year) + 1,
    nthWeekday(year, 5, MONDAY, 1),
    lastMonday(year, 5),
    lastMonday(year, 8),
    ...christmas(year),
  ];
  return [...byRule.filter((day) => !elsewhere.includes(day)), ...inYear(PROCLAIMED, year)];
};

/** @see Public and Bank Holidays Act 1972 (Western Australia) */
const westernAustralia = (year: number): readonly number[] => [
  orMonday(dayOf(year, 1, 1)),
  orMonday(dayOf(year, 1, 26)),
  nthWeekday(year, 3, MONDAY, 1),
  easterSunday(year) - 2,
  easterSunday(year) + 1,
  orMonday(dayOf(year, 4, 25)),
  nthWeekday(year, 6, MONDAY, 1),
  lastMonday(year, 9),
  ...christmas(year),
];

/** Whose public holidays are known by rule, in a fixed order. */
export const COUNTRIES = ["united-states", "england", "western-australia"] as const;
export type Country = (typeof COUNTRIES)[number];

export const COUNTRY_NAMES: Readonly<Record<Country, string>> = {
  "united-states": "United States (federal)",
  england: "England",
  "western-australia": "Western Australia",
};

/** Day numbers of the public holidays of a year. */
export const COUNTRY_HOLIDAYS: Readonly<Record<Country, (year: number) => readonly number[]>> = {
  "united-states": unitedStates,
  england,
  "western-australia": westernAustralia,
};

/** Days with a name of their own: wherever the year ends with Christmas, and those of one country alone. */
export const NAMED_DAYS: readonly { readonly on: (year: number) => number; readonly only?: Country }[] = [
  { on: (year) => dayOf(year, 1, 1) },
  { on: (year) => dayOf(year, 1, 2) },
  { on: (year) => dayOf(year, 7, 4), only: "united-states" },
  { on: (year) => nthWeekday(year, 11, THURSDAY, 4), only: "united-states" },
  { on: (year) => nthWeekday(year, 11, THURSDAY, 4) + 1, only: "united-states" },
  { on: (year) => dayOf(year, 12, 24) },
  { on: (year) => dayOf(year, 12, 25) },
  { on: (year) => dayOf(year, 12, 26) },
  { on: (year) => dayOf(year, 12, 27) },
  { on: (year) => dayOf(year, 12, 31) },
];
