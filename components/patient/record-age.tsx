"use client";
import { minutesAgo, useMinutesSince } from "@/components/ui/ago";
import { LocalTime } from "@/components/ui/local-time";

/** As on the list: a record this old may miss a night. */
const STALE_AFTER_MINUTES = 12 * 60;

interface RecordAgeProps {
  readonly readAt: string;
  /** The newest reading of the source did not get this record. */
  readonly isNotReRead: boolean;
  readonly hasLeft: boolean;
  readonly timeZone: string;
}

/** When this patient's record last arrived; for a patient still here, whether that is long ago. */
export function RecordAge({ readAt, isNotReRead, hasLeft, timeZone }: RecordAgeProps) {
  const minutes = useMinutesSince(readAt);
  const isStale = !hasLeft && (isNotReRead || (minutes !== null && minutes > STALE_AFTER_MINUTES));
  return (
    <p className={isStale ? "m-0 mt-2 text-sm font-semibold text-warn" : "m-0 mt-2 text-sm text-mut"}>
      {isNotReRead && "Not re-read: "}
      {isNotReRead ? "record" : "Record"} from <LocalTime at={readAt} style="day-time" timeZone={timeZone} />
      {isStale && minutes !== null && ` (${minutesAgo(minutes)}): nothing that happened since is in this number`}.
    </p>
  );
}
