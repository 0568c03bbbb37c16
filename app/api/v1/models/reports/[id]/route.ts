import { act } from "@/app/_adapters/act";
import { refuse } from "@/app/_adapters/respond";
import { reportHtml } from "@/lib/core/validation/report-html";
import { readModels } from "@/lib/services/models";

export const dynamic = "force-dynamic";

/** One local validation as a page to read, print or keep: it needs nothing else and runs nothing. */
export async function GET(_request: Request, { params }: { readonly params: Promise<{ id: string }> }) {
  const { id } = await params;
  const result = await act(readModels, { reportId: id });
  if (!result.ok) return refuse(result);
  const { report } = result.value;
  return new Response(report === null ? "" : reportHtml(report.content), {
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Disposition": `inline; filename="validation-${id}.html"`,
      "Cache-Control": "no-store",
    },
  });
}
