import type { HolidaySetting } from "@/lib/core/forecast/holiday-calendar";

type Own = HolidaySetting["own"];

/** Own holidays as they are written on screen: a line each, the day and then its name. */
export const ownHolidaysText = (own: Own): string => own.map(({ on, name }) => `${on} ${name}`).join("\n");

/** What such lines say; or the first that says nothing, as it was written. Empty lines are left out. */
export function readOwnHolidays(text: string): { readonly own: Own } | { readonly unread: string } {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const own: Own = [];
  for (const line of lines) {
    const [, on, name] = /^((?:\d{4}-)?\d{2}-\d{2})\s+(\S.*)$/.exec(line) ?? [];
    if (on === undefined || name === undefined) return { unread: line };
    own.push({ on, name });
  }
  return { own };
}
