import type { IncomingMessage, ServerResponse } from "node:http";

/** What the API reads of a request. One that came through the framework is one as it is. */
export interface ApiRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Pick<Headers, "get">;
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Aborts when the asker went away. */
  readonly signal: AbortSignal;
}

/** A request as it came in, ahead of the framework: its body is read where it is, not handed on through streams. */
export function toApiRequest(incoming: IncomingMessage, response: ServerResponse): ApiRequest {
  const { method = "", url = "", socket } = incoming;
  // As the framework has it: who is connected, where no proxy says for whom.
  const headers: IncomingMessage["headers"] = { "x-forwarded-for": socket.remoteAddress, ...incoming.headers };
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return {
    method,
    url: `http://localhost${url}`,
    headers: { get: (name) => headers[name.toLowerCase()]?.toString() ?? null },
    // Whoever is refused before all of it was read still gets an answer.
    body: { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) },
    signal: gone.signal,
  };
}
