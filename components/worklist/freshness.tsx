"use client";
import { minutesAgo, useMinutesSince } from "@/components/ui/ago";
import { LocalTime } from "@/components/ui/local-time";

/** Older than this, data are said to be old: a ward round's worth of minutes would mislead. */
const STALE_AFTER_MINUTES = 12 * 60;

interface FreshnessProps {
  readonly dataAsOf: string | null;
  readonly timeZone: string;
  readonly isRefreshing: boolean;
}

/** When data last arrived, and whether that is too long ago to trust. */
export function Freshness({ dataAsOf, timeZone, isRefreshing }: FreshnessProps) {
  return (
    <p className="m-0 rounded-full border border-line bg-panel px-3 py-0.5 text-sm text-mut print:border-0 print:p-0">
      {dataAsOf === null ? "No data has arrived yet" : <Arrived at={dataAsOf} timeZone={timeZone} />}
      {/* Its room is always there: what stands beside it must not move each time the list refreshes itself. */}
      <span aria-hidden="true" className="ml-1 inline-block w-3.5 print:hidden">
        {isRefreshing && <span className="link-pending ml-0!" />}
      </span>
      <span className="sr-only">{isRefreshing && "Refreshing …"}</span>
    </p>
  );
}

function Arrived({ at, timeZone }: { readonly at: string; readonly timeZone: string }) {
  const minutes = useMinutesSince(at);
  const isStale = minutes !== null && minutes > STALE_AFTER_MINUTES;
  return (
    <span className={isStale ? "font-semibold text-warn" : undefined}>
      {isStale ? "Old data: " : "Data from "}
      <LocalTime at={at} style={minutes !== null && minutes >= 20 * 60 ? "day-time" : "time"} timeZone={timeZone} />
      <span className="print:hidden">{minutes !== null && `, ${minutesAgo(minutes)}`}</span>
      {/* Paper outlives the day it was printed on. */}
      <span className="hidden print:inline">
        {" on "}
        <LocalTime at={at} style="day" timeZone={timeZone} />
      </span>
    </span>
  );
}
