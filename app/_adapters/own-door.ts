import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { attempt } from "@/app/_adapters/act";
import { type Carried, callerOf } from "@/app/_adapters/carried";
import { cookieValue } from "@/app/_adapters/cookies";
import { answerWithList } from "@/app/_adapters/list-answer";
import { refuse } from "@/app/_adapters/respond";
import { runningHouse } from "@/lib/services/running-house";
import { listWorklist } from "@/lib/services/worklist";

const LIST = "/api/v1/stays";

const carriedBy = ({ headers }: IncomingMessage): Carried => ({
  cookie: (name) => cookieValue(headers.cookie, name),
  header: (name) => headers[name]?.toString(),
});

async function answerList(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const wardId = new URL(request.url ?? "", "http://localhost").searchParams.get("ward") || null;
  const result = await attempt(async () =>
    listWorklist(runningHouse(), await callerOf(carriedBy(request)), { wardId }),
  );
  if (!result.ok) {
    const refusal = refuse(result);
    response.writeHead(refusal.status, Object.fromEntries(refusal.headers));
    response.end(await refusal.text());
    return;
  }
  const { "if-none-match": ifNoneMatch, "accept-encoding": encodings } = request.headers;
  const acceptEncoding = encodings?.toString();
  const { status, headers, body } = await answerWithList(result.value, { ifNoneMatch, acceptEncoding });
  response.writeHead(status, body === null ? headers : { ...headers, "Content-Length": body.length });
  response.end(body ?? undefined);
}

/**
 * The door ahead of the framework (decision 10): answers a browser that reads the list, and leaves everything else,
 * programs with a token among it, to the routes. False where it leaves a request alone.
 */
export function openOwnDoor(request: IncomingMessage, response: ServerResponse): boolean {
  const { method, url = "", headers } = request;
  if (method !== "GET" || !(url === LIST || url.startsWith(`${LIST}?`))) return false;
  const isProgram = headers.authorization !== undefined || headers["x-api-key"] !== undefined;
  if (headers.cookie === undefined || isProgram) return false;
  answerList(request, response).catch(() => response.destroy());
  return true;
}
