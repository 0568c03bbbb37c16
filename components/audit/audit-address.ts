import type { AuditFilter } from "@/lib/core/audit/audit-page";

/** The filters in an address, with whatever else is asked for there. */
export function auditAddress(path: string, filter: AuditFilter, more: Readonly<Record<string, string>> = {}): string {
  const said = Object.entries({ ...filter, ...more }).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const query = new URLSearchParams(said).toString();
  return query === "" ? path : `${path}?${query}`;
}
