import type { ServerResponse } from "node:http";
import { openRouteNames } from "@/lib/io/operations/built-routes";
import { moves, timed } from "@/lib/io/operations/meters";
import { inRequest, type RequestContext } from "@/lib/io/operations/request-context";
import { beginSpan } from "@/lib/io/operations/traces";
import { isHouseOpen, type RunningHouse, runningHouse } from "@/lib/services/running-house";

/** Stays open for as long as somebody looks at the list: how long says nothing. */
const EVENT_STREAM = "/api/v1/changes";
/** Asked by machines every few seconds: worth a line only to whoever looks for one. */
const QUIET = new Set(["assets", "/api/health/live", "/api/health/ready", "/api/metrics", EVENT_STREAM]);

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

let names: ((url: string) => string) | null = null;

function routeOf({ environment }: RunningHouse, url: string): string {
  names ??= openRouteNames(environment.root);
  return names(url);
}

/** One request as it came in. */
export interface WatchedRequest {
  readonly id: string;
  readonly method: string;
  /** Only the route that answers it is taken from here. */
  readonly url: string;
  /** A `traceparent` header, where it had one. */
  readonly parent: string | undefined;
  readonly response: ServerResponse;
}

/** Answers a request by `work`, and tells the metrics and the log which route it was, how it ended and how long it took. */
export function watchRequest({ id, url, parent, response, ...asked }: WatchedRequest, work: () => void): void {
  // Still starting, or stopping: what answers says so.
  if (!isHouseOpen()) {
    work();
    return;
  }
  const house = runningHouse();
  const context: RequestContext = { id };
  const method = METHODS.has(asked.method) ? asked.method : "other";
  const route = routeOf(house, url);
  const begun = performance.now();
  const underWay = route === EVENT_STREAM ? "wardlight_event_streams_open" : "wardlight_http_requests_in_flight";
  moves(underWay, {}, 1);
  const fields = { "http.request.method": method, "http.route": route, "wardlight.request": id };
  const span = beginSpan({ name: `${method} ${route}`, kind: "server", fields, parent });
  response.once("close", () => {
    moves(underWay, {}, -1);
    const ms = performance.now() - begun;
    const { statusCode: status, writableFinished } = response;
    const ended = writableFinished ? `${Math.floor(status / 100)}xx` : "aborted";
    if (route !== EVENT_STREAM) timed("wardlight_http_request_duration_seconds", { method, route, status: ended }, ms);
    span.end({ "http.response.status_code": status }, status >= 500);
    const isQuiet = status < 400 && (QUIET.has(route) || status === 304);
    inRequest(context, () =>
      house.log[isQuiet ? "debug" : "info"](
        { method, route, status, ms: Math.round(ms) },
        writableFinished ? "answered" : "the asker went away",
      ),
    );
  });
  inRequest(context, () => span.run(work));
}
