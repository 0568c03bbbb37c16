import Link from "next/link";
import { auditAddress } from "@/components/audit/audit-address";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AUDIT_GRID, AuditRow } from "@/components/audit/audit-row";
import { AuditStanding } from "@/components/audit/audit-standing";
import type { VerifyNow } from "@/components/audit/verify-now";
import { buttonLook } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { TABLE_ROLES } from "@/components/ui/table-roles";
import type { AuditFilter, AuditPage } from "@/lib/core/audit/audit-page";
import { verbWords } from "@/lib/core/audit/verb-words";

interface AuditScreenProps {
  readonly page: AuditPage;
  readonly filter: AuditFilter;
  /** Not the newest rows. */
  readonly isOlder: boolean;
  readonly verify: Parameters<typeof VerifyNow>[0]["verify"];
}

const COLUMNS = ["Row", "When", "Who", "What was done", "Ids, counts and codes"];

/** Which rows these are, in words: paper must say what it leaves out. */
function filterWords({ person, verb, outcome, day, stayId }: AuditFilter, people: AuditPage["people"]): string {
  const who = person === "system" ? "operators and schedules" : people.find(({ id }) => id === person)?.name;
  const parts = [who, verb && verbWords(verb), outcome, day, stayId && `stay ${stayId}`].filter(Boolean);
  return parts.length === 0 ? "Everything, newest first." : `Newest first. Only: ${parts.join(", ")}.`;
}

/** Who did what and when: newest first, without a patient's name. */
export function AuditScreen({ page, filter, isOlder, verify }: AuditScreenProps) {
  const { lines, nextBefore, people, standing, timeZone } = page;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3.5 gap-y-2">
        <h1 className="m-0 text-2xl font-bold">Audit</h1>
        <a
          href={auditAddress("/api/v1/audit", filter, { format: "csv" })}
          download
          className={`${buttonLook()} ml-auto print:hidden`}
        >
          Export these as CSV
        </a>
      </div>
      <AuditStanding standing={standing} timeZone={timeZone} verify={verify} />
      <AuditFilters filter={filter} people={people} />
      <p className="m-0 my-3 hidden text-sm print:block">{filterWords(filter, people)}</p>
      {lines.length === 0 ? (
        <Notice title={isOlder ? "Nothing older" : "Nothing matches"}>
          {isOlder ? "These were the oldest rows." : "No row of the audit fits what was asked for."}
        </Notice>
      ) : (
        <table {...TABLE_ROLES.table} aria-label="Audit" className="block rounded-xl border border-line bg-panel">
          <thead {...TABLE_ROLES.group} className="block max-lg:sr-only">
            <tr {...TABLE_ROLES.row} className={`${AUDIT_GRID} text-left text-sm text-mut`}>
              {COLUMNS.map((column) => (
                <th key={column} {...TABLE_ROLES.column} scope="col" className="font-semibold">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody {...TABLE_ROLES.group} className="block">
            {lines.map((line) => (
              <AuditRow key={line.seq} line={line} timeZone={timeZone} />
            ))}
          </tbody>
        </table>
      )}
      <nav aria-label="Pages of the audit" className="mt-3 flex flex-wrap gap-2 print:hidden">
        {isOlder && (
          <Link href={auditAddress("/audit", filter)} className={buttonLook()}>
            Newest
          </Link>
        )}
        {nextBefore !== null && (
          <Link href={auditAddress("/audit", filter, { before: String(nextBefore) })} className={buttonLook()}>
            Older
          </Link>
        )}
      </nav>
      <p className="mt-3 max-w-[80ch] text-sm text-mut">
        Times are the hospital’s ({timeZone}). Looking at the audit, verifying and exporting it are themselves audited.
        An export holds at most the newest 100,000 rows that match; for more, export day by day.
      </p>
    </>
  );
}
