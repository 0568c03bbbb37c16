import { HTTPS_ONLY, SECURITY_HEADERS } from "@/lib/core/access/security-headers";
import { type ProblemCode, toProblem } from "@/lib/core/api/problem";

/** What every answer of the API tells a browser, and that nobody keeps it. */
export function apiHeaders(more: Readonly<Record<string, string>> = {}): Headers {
  const headers = new Headers({ ...SECURITY_HEADERS, "Cache-Control": "no-store", ...more });
  if (process.env.NEXTAUTH_URL?.startsWith("https:")) headers.set(...HTTPS_ONLY);
  return headers;
}

/** How long to wait, in seconds, where waiting helps. */
const WAIT: Readonly<Partial<Record<ProblemCode, string>>> = { "too-many": "60", busy: "5", "not-ready": "10" };

/** A refusal as `application/problem+json`. */
export function problemResponse(
  code: ProblemCode,
  detail: string,
  more: Readonly<Record<string, string>> = {},
): Response {
  const problem = toProblem(code, detail);
  const headers = apiHeaders({ "Content-Type": "application/problem+json", ...more });
  const wait = WAIT[code];
  if (wait !== undefined && !headers.has("Retry-After")) headers.set("Retry-After", wait);
  if (code === "unauthenticated" && !headers.has("WWW-Authenticate"))
    headers.set("WWW-Authenticate", 'Bearer realm="Wardlight"');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
