const SHORT = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", timeZone: "UTC" });

/** "Today", "Sun 22": a local calendar day (YYYY-MM-DD) in a chart or a column. */
export function dayLabel(day: string, ahead: number): string {
  return ahead === 0 ? "Today" : SHORT.format(new Date(`${day}T12:00:00Z`));
}
