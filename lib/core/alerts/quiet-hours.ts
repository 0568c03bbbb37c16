import type { AlertRule } from "@/lib/core/alerts/alert-rule";
import { utcOffsetMinutes } from "@/lib/core/demo/utc-offset";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const minutesOf = (wall: string): number => Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3, 5));

/** An instant as if the hospital's wall clock ran in UTC. */
const wallOf = (at: Date, timeZone: string): number => at.getTime() + utcOffsetMinutes(at, timeZone) * MINUTE_MS;

/** The instant of a wall time; where clocks skip it, as long after midnight as if they did not. */
function instantOf(wall: number, timeZone: string): Date {
  const guess = new Date(wall - utcOffsetMinutes(new Date(wall), timeZone) * MINUTE_MS);
  return new Date(wall - utcOffsetMinutes(guess, timeZone) * MINUTE_MS);
}

/**
 * When quiet hours that hold at an instant end; null where none hold. Their end itself is not quiet.
 * @param quiet wall times such as 22:00; where the end is the earlier one they go over midnight
 * @param timeZone IANA name: the hospital's
 */
export function quietUntil(quiet: AlertRule["quiet"], at: Date, timeZone: string): Date | null {
  if (quiet === null) return null;
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  const wall = wallOf(at, timeZone);
  const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
  const minute = Math.floor((wall - midnight) / MINUTE_MS);
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!isQuiet) return null;
  const ends = midnight + to * MINUTE_MS + (minute < to ? 0 : DAY_MS);
  const end = instantOf(ends, timeZone);
  // Where clocks go back the same wall time comes twice: the one still to come.
  return end > at ? end : new Date(end.getTime() + 60 * MINUTE_MS);
}

/** When something may be told that is to be told at an instant: then, or when quiet hours end. */
export function toldAt(quiet: AlertRule["quiet"], at: Date, timeZone: string): Date {
  return quietUntil(quiet, at, timeZone) ?? at;
}
