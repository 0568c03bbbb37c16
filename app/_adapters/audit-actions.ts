"use server";
import { act, type Result } from "@/app/_adapters/act";
import { verifyAudit } from "@/lib/services/verify-audit";

/** Server action: checks the whole audit now. What was found is shown by the page, which is read again. */
export async function verifyAuditAction(): Promise<Result<{ readonly intact: boolean }>> {
  const result = await act(verifyAudit, {});
  return result.ok ? { ok: true, value: { intact: result.value.intact } } : result;
}
