export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Turns days and hours around now into FHIR dates, in the hospital's own fixed offset from UTC. Times are epoch ms. */
export interface DemoCalendar {
  readonly now: number;
  /** A local time of day, `days` from today (negative: past); hours may be fractional. */
  at(days: number, hour: number): number;
  /** Whole local days from today to the day of a time. */
  dayOf(time: number): number;
  /** FHIR instant with offset, to the minute. */
  instant(time: number): string;
  /** FHIR date, YYYY-MM-DD. */
  date(time: number): string;
}

/**
 * @param now ISO-8601
 * @param utcOffsetMinutes the hospital's offset, e.g. −300 for US Eastern standard time
 * @throws RangeError where `now` is not a date
 */
export function demoCalendar(now: string, utcOffsetMinutes: number): DemoCalendar {
  const time = Date.parse(now);
  if (Number.isNaN(time)) throw new RangeError(`now is not a date: ${now}`);
  const shift = utcOffsetMinutes * MINUTE;
  const midnight = Math.floor((time + shift) / DAY) * DAY - shift;
  const local = (ms: number): string => new Date(ms + shift).toISOString();
  const sign = utcOffsetMinutes < 0 ? "-" : "+";
  const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
  const offset = `${sign}${two(Math.abs(utcOffsetMinutes) / 60)}:${two(Math.abs(utcOffsetMinutes) % 60)}`;
  return {
    now: time,
    at: (days, hour) => midnight + days * DAY + Math.round(hour * 60) * MINUTE,
    dayOf: (ms) => Math.floor((ms - midnight) / DAY),
    instant: (ms) => `${local(ms).slice(0, 16)}:00${offset}`,
    date: (ms) => local(ms).slice(0, 10),
  };
}
