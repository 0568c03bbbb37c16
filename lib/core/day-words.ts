const DATE = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });

/** "Sun 22 Nov" of a local calendar day (YYYY-MM-DD). */
export const dayWords = (day: string): string => DATE.format(new Date(`${day}T12:00:00Z`)).replace(",", "");
