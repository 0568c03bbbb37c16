/**
 * FHIR dates and times: partial dates are intervals, days are the calendar days where they were written down.
 *
 * @see https://hl7.org/fhir/R4/datatypes.html#dateTime
 */

/** How finely a moment was written down. */
export type Precision = "year" | "month" | "day" | "time";

/** What a FHIR date or dateTime says: an interval of instants, and the local calendar day it falls on. */
export interface Moment {
  /** As it was written. */
  readonly written: string;
  readonly precision: Precision;
  /** First and last millisecond it can mean, UTC epoch. */
  readonly earliest: number;
  readonly latest: number;
  /** Local calendar day number (days since 1970-01-01): first and last it can mean. */
  readonly day: number;
  readonly lastDay: number;
  /** Milliseconds its clock was ahead of UTC; null where no time was written. */
  readonly offset: number | null;
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

/** Years from here on are fillers for "open ended", not dates. */
const FILLER_YEAR = 9000;

/** Days since 1970-01-01 of a proleptic Gregorian date. @see https://howardhinnant.github.io/date_algorithms.html */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The two digits at `at`, or -1. */
function twoDigits(written: string, at: number): number {
  const tens = written.charCodeAt(at) - 48;
  const units = written.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : -1;
}

/** Minutes east of UTC written from `at` on; 0 for Z or nothing; null where it is neither. */
function offsetMinutes(written: string, at: number): number | null {
  if (at >= written.length) return 0;
  const sign = written.charCodeAt(at);
  if (sign === 90 || sign === 122) return written.length === at + 1 ? 0 : null;
  if (sign !== 43 && sign !== 45) return null;
  const hours = twoDigits(written, at + 1);
  const minutesAt = written.charCodeAt(at + 3) === 58 ? at + 4 : at + 3;
  const minutes = minutesAt >= written.length ? 0 : twoDigits(written, minutesAt);
  if (hours < 0 || minutes < 0) return null;
  return (sign === 45 ? -1 : 1) * (hours * 60 + minutes);
}

/** Reads a FHIR date, dateTime or instant; null where it is absent, malformed, impossible or a filler such as 9999-12-31. */
export function readMoment(written: unknown): Moment | null {
  if (typeof written !== "string" || written.length < 4) return null;
  const century = twoDigits(written, 0);
  const years = twoDigits(written, 2);
  if (century < 0 || years < 0) return null;
  const year = century * 100 + years;
  if (year === 0 || year >= FILLER_YEAR) return null;
  const length = written.length;
  if (length === 4) return dateMoment(written, "year", dayNumber(year, 1, 1), dayNumber(year, 12, 31));
  const month = twoDigits(written, 5);
  if (written.charCodeAt(4) !== 45 || month < 1 || month > 12) return null;
  if (length === 7)
    return dateMoment(written, "month", dayNumber(year, month, 1), dayNumber(year, month, daysInMonth(year, month)));
  const date = twoDigits(written, 8);
  if (written.charCodeAt(7) !== 45 || date < 1 || date > daysInMonth(year, month)) return null;
  const day = dayNumber(year, month, date);
  if (length === 10) return dateMoment(written, "day", day, day);
  return timeMoment(written, day);
}

function dateMoment(written: string, precision: Precision, day: number, lastDay: number): Moment {
  return { written, precision, earliest: day * DAY_MS, latest: (lastDay + 1) * DAY_MS - 1, day, lastDay, offset: null };
}

function timeMoment(written: string, day: number): Moment | null {
  const separator = written.charCodeAt(10);
  const hours = twoDigits(written, 11);
  const minutes = twoDigits(written, 14);
  if ((separator !== 84 && separator !== 32 && separator !== 116) || hours < 0 || hours > 24) return null;
  if (written.charCodeAt(13) !== 58 || minutes < 0 || minutes > 59) return null;
  let at = 16;
  let seconds = 0;
  if (written.charCodeAt(at) === 58) {
    seconds = twoDigits(written, at + 1);
    if (seconds < 0 || seconds > 60) return null;
    at += 3;
    if (written.charCodeAt(at) === 46) {
      at += 1;
      while (written.charCodeAt(at) >= 48 && written.charCodeAt(at) <= 57) at += 1;
    }
  }
  const offset = offsetMinutes(written, at);
  if (offset === null) return null;
  const instant = day * DAY_MS + ((hours * 60 + minutes - offset) * 60 + seconds) * 1000;
  return { written, precision: "time", earliest: instant, latest: instant, day, lastDay: day, offset: offset * 60_000 };
}

/** Clocks change by an hour twice a year; more than that is another clock. */
const SAME_CLOCK_MS = HOUR_MS;

/** Midnights crossed between two moments, by the clock the start was written with; never negative. */
export function midnightsBetween(start: Moment, end: Moment): number {
  const isOtherClock =
    start.offset !== null && end.offset !== null && Math.abs(start.offset - end.offset) > SAME_CLOCK_MS;
  const lastDay = isOtherClock ? Math.floor((end.earliest + (start.offset ?? 0)) / DAY_MS) : end.day;
  return Math.max(0, lastDay - start.day);
}

/** A moment for an instant that was never written down, read as UTC. */
export function momentAt(instant: number): Moment {
  const day = Math.floor(instant / DAY_MS);
  return {
    written: toIso(instant),
    precision: "time",
    earliest: instant,
    latest: instant,
    day,
    lastDay: day,
    offset: 0,
  };
}

/** ISO-8601 in UTC, to the second. */
export function toIso(instant: number): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().replace(/\.\d{3}Z$/, "Z");
}
