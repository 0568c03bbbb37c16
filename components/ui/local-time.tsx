"use client";
import { useSyncExternalStore } from "react";

type Style = "time" | "day" | "day-time";

const FORMATS: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  time: { hour: "2-digit", minute: "2-digit" },
  day: { day: "2-digit", month: "short", year: "numeric" },
  "day-time": { day: "2-digit", month: "short", hour: "2-digit", minute: "2-digit" },
};

/** Making a formatter takes far longer than using it, and a list of five hundred shows two thousand times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(style: Style, timeZone: string): Intl.DateTimeFormat {
  const key = `${style} ${timeZone}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...FORMATS[style], timeZone });
  formatters.set(key, made);
  return made;
}

const nothing = () => () => {};

/** An instant in a reader's words; in `timeZone` where the place has one, else in the reader's own. */
export function LocalTime({
  at,
  style,
  timeZone,
}: {
  readonly at: string;
  readonly style: Style;
  readonly timeZone?: string;
}) {
  // The reader's own zone is known only in the browser: the server writes UTC and the browser corrects it.
  const zone = useSyncExternalStore(
    nothing,
    () => timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => timeZone ?? "UTC",
  );
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>unknown</span>;
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {formatterOf(style, zone).format(date)}
    </time>
  );
}
