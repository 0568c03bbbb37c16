import { Disclosure } from "@/components/ui/disclosure";
import { LocalTime } from "@/components/ui/local-time";
import type { AlertEventView } from "@/lib/core/alerts/alert";
import { DISMISSAL_LABELS, EVENT_WORDS, RESOLUTION_WORDS } from "@/lib/core/alerts/alert-words";

interface AlertEventsProps {
  /** Oldest first. */
  readonly events: readonly AlertEventView[];
  readonly timeZone: string;
  /** Whose they are. */
  readonly label: string;
}

function EventLine({ event, timeZone }: { readonly event: AlertEventView; readonly timeZone: string }) {
  const { kind, at, byName, dismissal, resolution, until, note } = event;
  return (
    <>
      <LocalTime at={at} style="day-time" timeZone={timeZone} />: {EVENT_WORDS[kind]}
      {byName !== null && ` by ${byName}`}
      {until !== null && (
        <>
          {" "}
          until <LocalTime at={until} style="day-time" timeZone={timeZone} />
        </>
      )}
      {dismissal !== null && `: ${DISMISSAL_LABELS[dismissal]}`}
      {resolution !== null && `: ${RESOLUTION_WORDS[resolution]}`}
      {note !== "" && <span className="block whitespace-pre-line text-ink">“{note}”</span>}
    </>
  );
}

/** What happened to an alert: the newest at once, the rest on request. */
export function AlertEvents({ events, timeZone, label }: AlertEventsProps) {
  const newest = events.at(-1);
  // That it came up is said above.
  if (newest === undefined || events.length === 1) return null;
  return (
    <div className="mt-1 text-sm text-mut">
      <Disclosure
        label={`What happened to it so far: ${label}`}
        summary={
          <span>
            <EventLine event={newest} timeZone={timeZone} />
          </span>
        }
      >
        <ol className="m-0 mb-1 list-none border-l-2 border-line pl-3">
          {events.map((event) => (
            <li key={`${event.kind} ${event.at}`}>
              <EventLine event={event} timeZone={timeZone} />
            </li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}
