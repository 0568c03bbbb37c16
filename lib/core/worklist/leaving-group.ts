/** When a patient is expected to leave, in the order a ward plans. */
export const LEAVING_GROUPS = ["today", "tomorrow", "later", "unknown"] as const;
export type LeavingGroup = (typeof LEAVING_GROUPS)[number];

/** Making a formatter takes a hundred times as long as using one. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function dayFormatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  formatters.set(timeZone, made);
  return made;
}

/**
 * Calendar day of an instant in a time zone, as YYYY-MM-DD.
 * @param instant ISO-8601 with an offset, or a Date.
 * @param timeZone IANA name, e.g. "Europe/London".
 */
export function localDay(instant: string | Date, timeZone: string): string {
  return dayFormatter(timeZone).format(typeof instant === "string" ? new Date(instant) : instant);
}

/** Whole calendar days from one local day to another, both YYYY-MM-DD. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/**
 * Which group a stay belongs to by its planned end. A planned end that has passed while the patient is still
 * here belongs to today: it needs a decision now, not tomorrow.
 */
export function leavingGroup(plannedEndAt: string | null, now: Date, timeZone: string): LeavingGroup {
  if (plannedEndAt === null || Number.isNaN(Date.parse(plannedEndAt))) return "unknown";
  const days = daysBetween(localDay(now, timeZone), localDay(plannedEndAt, timeZone));
  if (days <= 0) return "today";
  return days === 1 ? "tomorrow" : "later";
}

/** Day of stay in calendar days, the day of admission being day 1; null where it cannot be known. */
export function dayOfStay(admittedAt: string | null, now: Date, timeZone: string): number | null {
  if (admittedAt === null || Number.isNaN(Date.parse(admittedAt))) return null;
  const days = daysBetween(localDay(admittedAt, timeZone), localDay(now, timeZone));
  return days < 0 ? null : days + 1;
}
