import { z } from "zod";
import { type TheatreRules, type TheatresThere, USUAL_RULES } from "@/lib/core/theatres/theatre-day";

const minutes = z.int().min(30).max(1440);
const places = z.int().min(0).max(200);

/** What a theatre suite has and how it is run. */
export const theatreSetting = z.strictObject({
  /** Rooms staffed by weekday, Sunday to Saturday. */
  rooms: z.array(places).length(7),
  /** Beds of the recovery room. */
  recoveryBeds: places,
  /** Minutes a room is staffed on a day, somebody of the team works, and the recovery room is open. */
  roomMinutes: minutes,
  shiftMinutes: minutes,
  recoveryMinutes: minutes,
  /** Share (0–1) of minutes that can be filled: cases do not fit end to end. */
  usable: z.number().min(0.2).max(1),
});
export type TheatreSetting = z.output<typeof theatreSetting>;

/** By which needs are worked out: as set, or as is usual where nothing was. */
export const rulesOf = (setting: TheatreSetting | null): TheatreRules => setting ?? USUAL_RULES;

/** What there is on a local day (YYYY-MM-DD); nobody knows where nothing was set. */
export function thereOn(setting: TheatreSetting | null, day: string): TheatresThere {
  if (setting === null) return { rooms: null, recoveryBeds: null };
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return { rooms: setting.rooms[weekday] ?? 0, recoveryBeds: setting.recoveryBeds };
}
