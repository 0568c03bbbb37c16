import { LocalTime } from "@/components/ui/local-time";
import type { RecordedOutcome } from "@/lib/core/review/review-queue";

/** What the record says became of the stay, in one sentence. */
export function OutcomeWords({
  outcome,
  timeZone,
}: {
  readonly outcome: RecordedOutcome | null;
  readonly timeZone: string;
}) {
  if (outcome === null) return <>The record: no outcome yet; the patient has not left, or left only just now.</>;
  const { status, readmittedAt, maturesAt, simulated } = outcome;
  const day = (at: string) => <LocalTime at={at} style="day" timeZone={timeZone} />;
  const end = simulated ? " (simulated)." : ".";
  if (status === "pending")
    return (
      <>
        The record: the 30 days are over on {day(maturesAt)}
        {end}
      </>
    );
  if (status === "excluded") return <>The record: a stay that counts in no outcome{end}</>;
  if (status === "died") return <>The record: died within 30 days, without a readmission{end}</>;
  if (status === "not-readmitted") return <>The record: not readmitted within 30 days{end}</>;
  return (
    <>
      The record: readmitted{readmittedAt && <> on {day(readmittedAt)}</>}
      {end}
    </>
  );
}
