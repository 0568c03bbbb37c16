import { act } from "@/app/_adapters/act";
import { respond } from "@/app/_adapters/respond";
import { exportAudit, readAudit, readFilter } from "@/lib/services/read-audit";

export const dynamic = "force-dynamic";

/** The audit by the filters of the screen, newest first: JSON by `?before=`, or all of it with `?format=csv`. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const filter = readFilter(Object.fromEntries(searchParams));
  if (searchParams.get("format") !== "csv") {
    const before = Number(searchParams.get("before"));
    return respond(readAudit, { ...filter, before: Number.isSafeInteger(before) && before > 0 ? before : null });
  }
  const result = await act(exportAudit, filter);
  if (!result.ok) return new Response(result.error.message, { status: result.error.code === "forbidden" ? 403 : 401 });
  return new Response(result.value, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="wardlight-audit.csv"',
      "Cache-Control": "no-store",
    },
  });
}
