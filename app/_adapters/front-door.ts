import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { openOwnDoor } from "@/app/_adapters/own-door";
import { watchRequest } from "@/lib/services/watch-request";

/** Request ids that a proxy gave and that can be nothing but an id: a UUID, or hexadecimal. */
const REQUEST_ID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$|^[0-9a-f]{16,64}$/i;

function requestIdOf({ headers }: IncomingMessage): string {
  const sent = headers["x-request-id"]?.toString() ?? "";
  return REQUEST_ID.test(sent) ? sent.toLowerCase() : randomUUID();
}

/**
 * Where every request comes in: it gets an id, which the answer carries too, and is timed and logged by the route that
 * answers it. Then it is answered by Wardlight's own door, or else by the framework (`pass`).
 */
function enterFrontDoor(request: IncomingMessage, response: ServerResponse, pass: () => void): void {
  const id = requestIdOf(request);
  response.setHeader("X-Request-Id", id);
  const { method = "", url = "" } = request;
  const parent = request.headers.traceparent?.toString();
  watchRequest({ id, method, url, parent, response }, () => {
    if (!openOwnDoor(request, response)) pass();
  });
}

/** Where `scripts/serve.mjs` finds it: the build's code is reached from outside through the process alone. */
export function keepFrontDoor(): void {
  Object.assign(globalThis, { [Symbol.for("wardlight.front-door")]: enterFrontDoor });
}
