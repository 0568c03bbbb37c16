import { answerPlainly } from "@/app/_adapters/respond";
import { sessionCaller } from "@/app/_adapters/session";
import { runningHouse } from "@/lib/services/running-house";
import { endOwnSession, keepSession } from "@/lib/services/sessions";

export const dynamic = "force-dynamic";

/** Somebody used the page `{agoMs}` ago without asking the server for anything. */
export function POST(request: Request): Promise<Response> {
  return answerPlainly(async () => {
    const sent: unknown = await request.json().catch(() => null);
    const { agoMs } = (sent ?? {}) as { readonly agoMs?: unknown };
    await keepSession(runningHouse(), await sessionCaller(), agoMs);
  });
}

/** Nobody used the page for long enough: the session is over. */
export function DELETE(): Promise<Response> {
  return answerPlainly(async () => endOwnSession(runningHouse(), await sessionCaller(), "idle"));
}
