import { AuditTime } from "@/components/audit/audit-time";
import { Chip } from "@/components/ui/chip";
import { TABLE_ROLES } from "@/components/ui/table-roles";
import { ROLE_WORDS } from "@/lib/core/access/role-words";
import type { AuditLine } from "@/lib/core/audit/audit-page";
import { verbWords } from "@/lib/core/audit/verb-words";
import { pastListAddress } from "@/lib/core/worklist/past-list-address";

export const AUDIT_GRID =
  "grid gap-x-4 gap-y-0.5 px-3.5 py-2 sm:grid-cols-[4.5rem_11.5rem_minmax(0,1fr)] lg:grid-cols-[4.5rem_11.5rem_minmax(0,1fr)_minmax(0,1.3fr)_minmax(0,2fr)]";

/** An id or a code under its name: "stayId" becomes "stay id". */
const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function who({ actorId, actorName, actorRole }: AuditLine): string {
  if (actorRole === "system") return "Operator or schedule";
  if (actorId === null) return "Nobody known";
  const role = (ROLE_WORDS as Readonly<Record<string, string>>)[actorRole ?? ""];
  return `${actorName ?? `Account ${actorId}`}${role ? `, ${role.toLowerCase()}` : ""}`;
}

/** Where the list that was looked at is shown again; null where the row is about no list. */
function listThen({ verb, outcome, actorId, actorRole, at, target }: AuditLine): string | null {
  if (verb !== "list-worklist" || outcome !== "done") return null;
  const wardId = target.wardId ?? null;
  return pastListAddress({ at, wardId, personId: wardId === null && actorRole !== "system" ? actorId : null });
}

/** One row of the audit. */
export function AuditRow({ line, timeZone }: { readonly line: AuditLine; readonly timeZone: string }) {
  const facts = [...Object.entries(line.target), ...Object.entries(line.detail)].filter(([, value]) => value !== "");
  const past = listThen(line);
  return (
    <tr {...TABLE_ROLES.row} className={`${AUDIT_GRID} border-t border-line`}>
      <td {...TABLE_ROLES.cell} className="text-mut">
        <span className="sm:sr-only">Row </span>
        {line.seq}
      </td>
      <td {...TABLE_ROLES.cell}>
        <AuditTime at={line.at} timeZone={timeZone} />
      </td>
      <td {...TABLE_ROLES.cell} className="min-w-0">
        {who(line)}
      </td>
      <th {...TABLE_ROLES.heading} scope="row" className="min-w-0 text-left font-semibold sm:max-lg:col-start-2">
        {verbWords(line.verb)}{" "}
        {line.outcome !== "done" && <Chip tone="warn">{line.outcome === "refused" ? "refused" : "failed"}</Chip>}
      </th>
      <td {...TABLE_ROLES.cell} className="min-w-0 text-sm text-mut [overflow-wrap:anywhere]">
        {facts.map(([name, value], index) => (
          <span key={name}>
            {index > 0 && " · "}
            {words(name)} {typeof value === "boolean" ? (value ? "yes" : "no") : value}
          </span>
        ))}
        {past && (
          <>
            {facts.length > 0 && " · "}
            <a
              href={past}
              aria-label={`The list then, row ${line.seq}`}
              className="quiet-link inline-flex min-h-6 items-center touch:min-h-11 print:hidden"
            >
              The list then
            </a>
          </>
        )}
      </td>
    </tr>
  );
}
