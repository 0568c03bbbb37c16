import { localDay } from "@/lib/core/worklist/leaving-group";

/** The next `count` local calendar days as YYYY-MM-DD, today first. */
export function nextLocalDays(now: Date, timeZone: string, count: number): string[] {
  const today = Date.parse(`${localDay(now, timeZone)}T00:00:00Z`);
  return Array.from({ length: count }, (_, ahead) => new Date(today + ahead * 86_400_000).toISOString().slice(0, 10));
}

/** How much of the local day is over, 0–1, by the clock on the wall. */
export function localDayElapsed(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const read = (type: string): number =>
    Number(parts.formatToParts(now).find((part) => part.type === type)?.value ?? 0);
  return (read("hour") * 60 + read("minute")) / 1440;
}
