import type { Metadata } from "next";
import { act } from "@/app/_adapters/act";
import { verifyAuditAction } from "@/app/_adapters/audit-actions";
import { Refusal } from "@/app/refusal";
import { AuditScreen } from "@/components/audit/audit-screen";
import { readAudit, readFilter } from "@/lib/services/read-audit";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const values = Object.fromEntries(
    Object.entries(await searchParams).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const filter = readFilter(values);
  const before = Number(values.before);
  const isOlder = Number.isSafeInteger(before) && before > 0;
  const result = await act(readAudit, { ...filter, before: isOlder ? before : null });
  if (!result.ok) return <Refusal error={result.error} mayList={false} />;
  return <AuditScreen page={result.value} filter={filter} isOlder={isOlder} verify={verifyAuditAction} />;
}
