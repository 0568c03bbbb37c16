import "server-only";
import { attempt } from "@/app/_adapters/act";
import { refuse } from "@/app/_adapters/respond";
import { Fault } from "@/lib/core/fault";
import { readNotification } from "@/lib/core/feed/notification";
import { authenticateSecret } from "@/lib/services/authenticate-program";
import { receiveNotification } from "@/lib/services/receive-notification";
import { runningHouse } from "@/lib/services/running-house";
import { openSourceClient } from "@/lib/services/source-client";

/** A whole resource is a few thousand bytes; what is larger is not looked at, and is as good as one that says nothing. */
const LARGEST_BYTES = 256 * 1024;

function secretIn(headers: Headers): string {
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  return bearer ?? headers.get("x-wardlight-secret") ?? "";
}

async function readBody(request: Request): Promise<unknown> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > LARGEST_BYTES) return null;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Hears one notification: 401 to whoever cannot prove itself, before anything of it is read. */
export async function answerNotification(request: Request, path: readonly string[]): Promise<Response> {
  const result = await attempt(async () => {
    const house = runningHouse();
    // No secret of ours is nearly as long.
    const secret = secretIn(request.headers).slice(0, 200);
    const caller = await authenticateSecret(house, secret, ["notifier"]);
    if (caller === null) throw new Fault("unauthenticated", "This secret is not, or no longer, good.");
    // Whoever tells us waits for the answer: one try, and it tells us again.
    const client = openSourceClient(house, { retries: 0, timeoutMs: 5_000 });
    const notified = readNotification(await readBody(request), path.length === 2 ? path.join("/") : null);
    await receiveNotification(house, caller, {
      ...notified,
      patientIds: [...notified.patientIds],
      references: [...notified.references],
      client,
    });
  });
  return result.ok ? Response.json({}, { headers: { "Cache-Control": "no-store" } }) : refuse(result);
}
