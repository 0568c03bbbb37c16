import { act } from "@/app/_adapters/act";
import { toEventResponse } from "@/app/_adapters/event-stream";
import { refuse } from "@/app/_adapters/respond";
import { followChanges } from "@/lib/services/follow-changes";

export const dynamic = "force-dynamic";

/** The number of the last change heard of: a browser that was cut off sends it in a header. */
function lastHeard(request: Request, query: URLSearchParams): number | null {
  const said = request.headers.get("last-event-id") ?? query.get("after");
  return said !== null && /^\d{1,15}$/.test(said) ? Number(said) : null;
}

/**
 * Server-sent events `change` with `{seq, kind}`: that something changed on the reader's wards, or of `?stay=`, after
 * `Last-Event-ID` or `?after=`, else from now on.
 */
export async function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const input = { after: lastHeard(request, query), stayId: query.get("stay") || null };
  const result = await act(followChanges, input, { background: true });
  return result.ok ? toEventResponse(result.value, request.signal) : refuse(result);
}
