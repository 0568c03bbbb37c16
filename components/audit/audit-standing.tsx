import { AuditTime } from "@/components/audit/audit-time";
import { VerifyNow } from "@/components/audit/verify-now";
import { Notice } from "@/components/ui/notice";
import type { AuditStanding as Standing } from "@/lib/core/audit/audit-page";

interface AuditStandingProps {
  readonly standing: Standing;
  readonly timeZone: string;
  readonly verify: Parameters<typeof VerifyNow>[0]["verify"];
}

const count = (n: number): string => n.toLocaleString("en-GB");

/** Whether the log can be trusted, as far as is known, and the button that finds out. */
export function AuditStanding({ standing, timeZone, verify }: AuditStandingProps) {
  const { lastCheck, anchor, sealed, isShortened } = standing;
  const isBad = isShortened || lastCheck?.intact === false;
  const title = isShortened
    ? "Rows are missing at the end of this log"
    : lastCheck === null
      ? "Not verified yet"
      : lastCheck.intact
        ? `Verified: ${count(lastCheck.rows)} rows, unchanged and in order`
        : `The last check found ${count(lastCheck.problems)} ${lastCheck.problems === 1 ? "problem" : "problems"}`;
  return (
    <Notice title={title} tone={isBad ? "bad" : "plain"} action={<VerifyNow verify={verify} />}>
      {lastCheck !== null && (
        <p className="m-0">
          Checked <AuditTime at={lastCheck.at} timeZone={timeZone} />. What came after is not covered by that check.
        </p>
      )}
      {isBad && (
        <p className="m-0">
          Keep the database and the anchor files as they are, and run “wardlight audit verify” on the server: it says
          which rows.
        </p>
      )}
      <p className="m-0">
        {sealed === null ? (
          "Nothing is sealed yet."
        ) : (
          <>
            Sealed up to row {count(sealed.position)}, <AuditTime at={sealed.sealedAt} timeZone={timeZone} />.
          </>
        )}{" "}
        {anchor === null ? (
          "No anchor is kept outside the database yet: rows cut off at the end would not be noticed."
        ) : (
          <>
            Last anchor outside the database: row {count(anchor.position)},{" "}
            <AuditTime at={anchor.at} timeZone={timeZone} />. Rows cut off after it would not be noticed.
          </>
        )}
      </p>
    </Notice>
  );
}
