/** Past lists cannot be set to be kept for less: what became of a stay is known after 30 days, and asked about later. */
export const LEAST_DAYS = 90;

const DAY_MS = 86_400_000;

/** The calendar month a moment is in, UTC: rows are kept once a month, so that whole months can go (YYYY-MM). */
export const keptMonth = (at: Date): string => at.toISOString().slice(0, 7);

/** The beginning of the first month (UTC) that is still kept whole after so many days. */
export function expiresBefore(now: Date, days: number): Date {
  return new Date(`${keptMonth(new Date(now.getTime() - days * DAY_MS))}-01T00:00:00.000Z`);
}
