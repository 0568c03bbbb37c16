import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { attempt } from "@/app/_adapters/act";
import { answerOperation, problemOf } from "@/app/_adapters/api/answer";
import { toApiRequest } from "@/app/_adapters/api/api-request";
import { doorkeeper } from "@/app/_adapters/api/doorkeeper";
import { predict } from "@/app/_adapters/api/operations/predictions";
import { type Carried, callerOf } from "@/app/_adapters/carried";
import { cookieValue } from "@/app/_adapters/cookies";
import { answerWithList } from "@/app/_adapters/list-answer";
import { refuse } from "@/app/_adapters/respond";
import { runningHouse } from "@/lib/services/running-house";
import { listWorklist } from "@/lib/services/worklist";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const LIST = "/api/v1/stays";

const carriedBy = ({ headers }: IncomingMessage): Carried => ({
  cookie: (name) => cookieValue(headers.cookie, name),
  header: (name) => headers[name]?.toString(),
});

async function send(request: IncomingMessage, response: ServerResponse, answer: Response): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), "content-length": body.length });
  response.end(body);
  // A body begun and refused: what is left of it would stand in the way of the next request on the same connection.
  if (!request.complete) request.resume();
}

const answerList: Answer = async (request, response) => {
  const wardId = new URL(request.url ?? "", "http://localhost").searchParams.get("ward") || null;
  const result = await attempt(async () =>
    listWorklist(runningHouse(), await callerOf(carriedBy(request)), { wardId }),
  );
  if (!result.ok) return send(request, response, refuse(result));
  const { "if-none-match": ifNoneMatch, "accept-encoding": encodings } = request.headers;
  const acceptEncoding = encodings?.toString();
  const { status, headers, body } = await answerWithList(result.value, { ifNoneMatch, acceptEncoding });
  response.writeHead(status, body === null ? headers : { ...headers, "Content-Length": body.length });
  response.end(body ?? undefined);
};

const answerPredict: Answer = async (request, response) => {
  try {
    const keeper = { ...doorkeeper(), person: () => callerOf(carriedBy(request)) };
    await send(request, response, await answerOperation(predict, toApiRequest(request, response), {}, keeper));
  } catch (thrown) {
    // Still starting, or stopping.
    await send(request, response, problemOf(thrown));
  }
};

/** Who answers a request here; null where the routes do. */
function ownAnswer({ method, url = "", headers }: IncomingMessage): Answer | null {
  const isFor = (path: string): boolean => url === path || url.startsWith(`${path}?`);
  if (method === "POST" && isFor(predict.path)) return answerPredict;
  const isProgram = headers.authorization !== undefined || headers["x-api-key"] !== undefined;
  const isBrowser = headers.cookie !== undefined && !isProgram;
  return method === "GET" && isFor(LIST) && isBrowser ? answerList : null;
}

/**
 * The door ahead of the framework (decision 10): answers a browser that reads the list and whoever sends a patient to be
 * scored, and leaves everything else to the routes. False where it leaves a request alone.
 */
export function openOwnDoor(request: IncomingMessage, response: ServerResponse): boolean {
  const answer = ownAnswer(request);
  if (answer === null) return false;
  answer(request, response).catch(() => response.destroy());
  return true;
}
