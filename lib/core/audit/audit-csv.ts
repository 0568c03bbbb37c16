import type { AuditLine } from "@/lib/core/audit/audit-page";
import { canonicalJson } from "@/lib/core/audit/canonical-json";
import { csvField } from "@/lib/core/csv-field";

export const AUDIT_CSV_HEAD = "number,time_utc,person_id,person,role,verb,outcome,about,detail";

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
  return [seq, at, actorId, actorName, actorRole, verb, outcome, ...about].map(csvField).join(",");
}
