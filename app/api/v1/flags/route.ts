import { act } from "@/app/_adapters/act";
import { flagFilters } from "@/app/_adapters/flag-filters";
import { refuse } from "@/app/_adapters/respond";
import { flagsCsv } from "@/lib/core/flags/flags-csv";
import { listFlags } from "@/lib/services/flag-review";

export const dynamic = "force-dynamic";

/** Open flags of the reader's wards, filtered by `?kind=`, `?version=`, `?ward=`; `?format=csv` without identity. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const isCsv = searchParams.get("format") === "csv";
  const result = await act(listFlags, { ...flagFilters((name) => searchParams.get(name)), forExport: isCsv });
  if (!result.ok) return refuse(result);
  if (!isCsv) return Response.json(result.value, { headers: { "Cache-Control": "no-store" } });
  const headers = {
    "Cache-Control": "no-store",
    "Content-Type": "text/csv; charset=utf-8; header=present",
    "Content-Disposition": `attachment; filename="flags-${result.value.asOf.slice(0, 10)}.csv"`,
  };
  return new Response(flagsCsv(result.value.flags), { headers });
}
