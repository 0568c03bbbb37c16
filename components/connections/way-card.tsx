"use client";
import { type ReactNode, useId } from "react";
import { minutesAgo, useMinutesSince } from "@/components/ui/ago";
import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import { errorWords, type WayView } from "@/lib/core/connections/connections-overview";

const COUNTS: Readonly<Record<string, string>> = {
  received: "notifications received",
  patients: "patients",
  written: "scores written",
  stays: "stays",
  resources: "resources",
  predictions: "new scores",
  outcomes: "outcomes",
  unchanged: "unchanged",
  gone: "gone at the source",
  failed: "failed",
};

/** How long ago, in words; the instant beside it. */
export function Age({ at }: { readonly at: string }) {
  const minutes = useMinutesSince(at);
  return (
    <>
      <LocalTime at={at} style="day-time" />
      {minutes !== null && `, ${minutesAgo(minutes)}`}
    </>
  );
}

/** Whether the last thing that happened was a failure. */
const isFailing = (way: WayView): boolean => way.errorCode !== null;

interface WayCardProps {
  readonly title: string;
  /** Where it leads or whether it is on, in a word or two. */
  readonly state: string;
  readonly way: WayView | null;
  readonly waiting?: number;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** One way in or out: whether it works, since when, and what went wrong. */
export function WayCard({ title, state, way, waiting = 0, children, actions }: WayCardProps) {
  const id = useId();
  const counts = Object.entries(way?.counts ?? {}).filter(([, n]) => n > 0);
  return (
    <article aria-labelledby={id} className="card flex flex-col gap-2">
      <h2 id={id} className="m-0 flex flex-wrap items-center gap-2 text-base font-semibold">
        {title}
        <Chip>{state}</Chip>
        {way !== null && isFailing(way) && <Chip tone="warn">Failing</Chip>}
      </h2>
      {children && <div className="max-w-[68ch] text-mut">{children}</div>}
      {way !== null && (
        <p className="m-0">
          {way.succeededAt ? (
            <>
              Last worked <Age at={way.succeededAt} />
            </>
          ) : (
            "Has not worked yet"
          )}
        </p>
      )}
      {way?.errorCode && (
        <p className="m-0 rounded-lg bg-warn-bg px-3 py-2 text-warn">
          {errorWords(way.errorCode)}
          {way.failures > 1 && ` ${way.failures} times in a row.`}
          {way.failedAt && (
            <>
              {" Last "}
              <Age at={way.failedAt} />.
            </>
          )}
          {way.pausedUntil && (
            <>
              {" Left alone until "}
              <LocalTime at={way.pausedUntil} style="time" />.
            </>
          )}
        </p>
      )}
      {(counts.length > 0 || waiting > 0) && (
        <p className="m-0 text-sm text-mut tabular-nums">
          {[
            ...counts.map(([key, n]) => `${n.toLocaleString("en")} ${COUNTS[key] ?? key}`),
            ...(waiting > 0 ? [`${waiting} waiting`] : []),
          ].join(" · ")}
        </p>
      )}
      {actions && <div className="mt-auto flex flex-wrap gap-2 pt-1">{actions}</div>}
    </article>
  );
}
