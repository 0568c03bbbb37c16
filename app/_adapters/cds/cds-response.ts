import "server-only";
import { HTTPS_ONLY, SECURITY_HEADERS } from "@/lib/core/access/security-headers";
import { type FaultCode, isFault } from "@/lib/core/fault";

/**
 * For EHRs that run in a browser. Any page may call: what is answered depends on the signed token alone, never on a
 * cookie, so there is nothing a page could borrow.
 * @see https://cds-hooks.hl7.org/2.0/#cors
 */
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
  "Access-Control-Allow-Headers": "Authorization, Content-Type",
  "Access-Control-Max-Age": "3600",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

function headers(more: Readonly<Record<string, string>> = {}): Headers {
  const all = new Headers({ ...SECURITY_HEADERS, ...CORS, "Cache-Control": "no-store", ...more });
  // It is never shown as a page.
  all.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  if (process.env.NEXTAUTH_URL?.startsWith("https:")) all.set(...HTTPS_ONLY);
  return all;
}

/** An answer in JSON. */
export const cdsAnswer = (body: unknown): Response => Response.json(body, { headers: headers() });

/** Yes to a browser that asks whether it may ask. */
export const cdsPreflight = (): Response => new Response(null, { status: 204, headers: headers() });

/** Ways in which a call fails at this door before any verb is asked, besides those of the house. */
export type DoorRefusal = "incomplete" | "too-large" | "unsupported";

const STATUS: Readonly<Record<Exclude<FaultCode, DoorRefusal> | DoorRefusal | "error", number>> = {
  "bad-input": 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  // What cannot be read at the EHR's server and was not prefetched. @see https://cds-hooks.hl7.org/2.0/#prefetch-template
  incomplete: 412,
  "too-large": 413,
  unsupported: 415,
  // What was sent contradicts itself: another patient's data.
  conflict: 422,
  "too-many": 429,
  "not-ready": 503,
  busy: 503,
  misconfigured: 500,
  error: 500,
};

/** Why not, in JSON and in our words: nothing of what was sent is in it. */
export function cdsRefusal(code: keyof typeof STATUS, message: string): Response {
  const more: Record<string, string> =
    code === "unauthenticated"
      ? { "WWW-Authenticate": "Bearer" }
      : code === "too-many"
        ? { "Retry-After": "60" }
        : code === "not-ready" || code === "busy"
          ? { "Retry-After": "5" }
          : {};
  return Response.json({ error: { code, message } }, { status: STATUS[code], headers: headers(more) });
}

/** Does something and answers how it went. Never throws. */
export async function answerCds(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (isFault(error)) return cdsRefusal(error.code, error.message);
    return cdsRefusal("error", "Something went wrong on our side. Nothing was changed.");
  }
}
