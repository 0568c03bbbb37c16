import { act } from "@/app/_adapters/act";
import { answerWithList } from "@/app/_adapters/list-answer";
import { refuse } from "@/app/_adapters/respond";
import { listWorklist } from "@/lib/services/worklist";

export const dynamic = "force-dynamic";

/**
 * The current inpatients of `?ward=`, or of all the reader's wards; 304 where `If-None-Match` still holds. Browsers are
 * answered ahead of this (`own-door.ts`). Never compressed here: the framework drops the header that says so.
 */
export async function GET(request: Request): Promise<Response> {
  const result = await act(listWorklist, { wardId: new URL(request.url).searchParams.get("ward") || null });
  if (!result.ok) return refuse(result);
  const ifNoneMatch = request.headers.get("if-none-match") ?? undefined;
  const { body, ...head } = await answerWithList(result.value, { ifNoneMatch });
  return new Response(body, head);
}
