import { problemOf } from "@/app/_adapters/api/answer";
import { doorkeeper } from "@/app/_adapters/api/doorkeeper";
import { identify } from "@/app/_adapters/api/identify";
import { answerWithList } from "@/app/_adapters/list-answer";
import { sessionCaller } from "@/app/_adapters/session";
import { listWorklist } from "@/lib/services/worklist";

export const dynamic = "force-dynamic";

/**
 * The current inpatients of `?ward=`, or of all the reader's wards; 304 where `If-None-Match` still holds. Browsers are
 * answered ahead of this (`own-door.ts`). Never compressed here: the framework drops the header that says so.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const keeper = { ...doorkeeper(), person: sessionCaller };
    const { caller, headers: told } = await identify(keeper, request);
    const wardId = new URL(request.url).searchParams.get("ward") || null;
    const list = await listWorklist(keeper.house, caller, { wardId });
    const ifNoneMatch = request.headers.get("if-none-match") ?? undefined;
    const { body, status, headers } = await answerWithList(list, { ifNoneMatch });
    return new Response(body, { status, headers: { ...headers, ...told } });
  } catch (thrown) {
    return problemOf(thrown);
  }
}
