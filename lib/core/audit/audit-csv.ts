import type { AuditLine } from "@/lib/core/audit/audit-page";
import { canonicalJson } from "@/lib/core/audit/canonical-json";

export const AUDIT_CSV_HEAD = "number,time_utc,person_id,person,role,verb,outcome,about,detail";

/** A cell that a spreadsheet takes for text: quoted where needed, and never for a formula. */
function cell(value: string | number | null): string {
  const text = String(value ?? "");
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of the export, without its end. @see https://www.rfc-editor.org/rfc/rfc4180 */
export function toAuditCsvLine({
  seq,
  at,
  actorId,
  actorName,
  actorRole,
  verb,
  outcome,
  target,
  detail,
}: AuditLine): string {
  const about = [canonicalJson(target), canonicalJson(detail)];
  return [seq, at, actorId, actorName, actorRole, verb, outcome, ...about].map(cell).join(",");
}
