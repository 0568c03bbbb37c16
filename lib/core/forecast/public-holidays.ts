import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";

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
  orMonday(dayOf(year, 1, 1)),
  nthWeekday(year, 1, MONDAY, 3),
  nthWeekday(year, 2, MONDAY, 3),
  lastMonday(year, 5),
  ...(year >= 2021 ? [orMonday(dayOf(year, 6, 19))] : []),
  dayOf(year, 7, 4),
  nthWeekday(year, 9, MONDAY, 1),
  nthWeekday(year, 11, THURSDAY, 4),
  dayOf(year, 12, 25),
];

/** @see Banking and Financial Dealings Act 1971, schedule 1 */
const england = (year: number): readonly number[] => [
  orMonday(dayOf(year, 1, 1)),
  easterSunday(year) - 2,
  easterSunday(year) + 1,
  nthWeekday(year, 5, MONDAY, 1),
  lastMonday(year, 5),
  lastMonday(year, 8),
  ...christmas(year),
];

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

const CALENDARS = [unitedStates, england, westernAustralia];

/** Days with a name of their own wherever the year ends with Christmas. */
const NAMED = [
  (year: number) => dayOf(year, 1, 1),
  (year: number) => dayOf(year, 1, 2),
  (year: number) => dayOf(year, 7, 4),
  (year: number) => nthWeekday(year, 11, THURSDAY, 4),
  (year: number) => nthWeekday(year, 11, THURSDAY, 4) + 1,
  (year: number) => dayOf(year, 12, 24),
  (year: number) => dayOf(year, 12, 25),
  (year: number) => dayOf(year, 12, 26),
  (year: number) => dayOf(year, 12, 27),
  (year: number) => dayOf(year, 12, 31),
];

/** How many marks a day can bear. */
export const HOLIDAY_MARKS = 2 * CALENDARS.length + NAMED.length;

const ofYears = new Map<number, ReadonlyMap<number, readonly number[]>>();

function marksOfYear(year: number): ReadonlyMap<number, readonly number[]> {
  const marks = new Map<number, number[]>();
  const put = (day: number, mark: number) => marks.set(day, [...(marks.get(day) ?? []), mark]);
  for (const [which, calendar] of CALENDARS.entries()) {
    const days = new Set(calendar(year));
    for (const day of days) put(day, 2 * which);
    for (const day of days) if (!days.has(day + 1)) put(day + 1, 2 * which + 1);
  }
  for (const [which, on] of NAMED.entries()) put(on(year), 2 * CALENDARS.length + which);
  return marks;
}

const NONE: readonly number[] = [];

/**
 * The marks a day bears: a public holiday, or the day after one, in the United States, England or Western Australia, and
 * the days around Christmas and New Year each by name. Which calendar a series follows is not asked: what a mark does is
 * learnt from the series and drawn towards nothing, so that a holiday kept elsewhere does little harm.
 */
export function holidayMarks(day: number): readonly number[] {
  const year = Number(toIsoDate(day).slice(0, 4));
  let known = ofYears.get(year);
  if (!known) {
    known = marksOfYear(year);
    ofYears.set(year, known);
  }
  return known.get(day) ?? NONE;
}
