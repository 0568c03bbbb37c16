import { Chip } from "@/components/ui/chip";
import { LocalTime } from "@/components/ui/local-time";
import type { FlagKind } from "@/lib/core/worklist/flag-view";
import type { WorklistRow } from "@/lib/core/worklist/worklist-row";

const FLAG_WORDS: Readonly<Record<FlagKind, string>> = {
  "too-high": "too high",
  "too-low": "too low",
  "wrong-data": "wrong data",
  "not-appropriate": "not appropriate",
};

/** What the next reader must know before trusting the row: flags, and trouble in the data. */
export function RowNotes({ row, timeZone }: { readonly row: WorklistRow; readonly timeZone: string }) {
  const flag = row.latestFlag;
  if (!flag && row.issueCount === 0 && row.notReadSince === null) return null;
  return (
    <span className="flex flex-wrap items-start gap-1">
      {row.notReadSince !== null && (
        <Chip tone="warn">
          <span>
            Not re-read since <LocalTime at={row.notReadSince} style="day-time" timeZone={timeZone} />
          </span>
        </Chip>
      )}
      {flag && (
        <Chip tone="warn">
          <span>
            <span aria-hidden="true">⚑ </span>
            Flagged {FLAG_WORDS[flag.kind]}
            {row.openFlagCount > 1 && ` (${row.openFlagCount} flags)`}
            <span className="block font-normal">
              {flag.byName}, <LocalTime at={flag.at} style="time" timeZone={timeZone} />
            </span>
          </span>
        </Chip>
      )}
      {row.issueCount > 0 && (
        <Chip>{row.issueCount === 1 ? "1 remark on the data" : `${row.issueCount} remarks on the data`}</Chip>
      )}
    </span>
  );
}
