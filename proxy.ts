import { type NextRequest, NextResponse } from "next/server";
import { embedOrigins } from "@/app/_adapters/embed-origins";
import { PATH_HEADER, signInPath } from "@/lib/core/access/own-path";
import { HTTPS_ONLY, SECURITY_HEADERS } from "@/lib/core/access/security-headers";

/** Pages that need nobody signed in. */
const OPEN = ["/sign-in", "/launch", "/launch/callback", "/launch/ended"];
/** Asked for by programs, as the standards name it. */
const WELL_KNOWN = "/.well-known/";

function contentSecurityPolicy(nonce: string, framedBy: readonly string[]): string {
  // Development reloads code with eval; nothing that is served does.
  const evaluating = process.env.NODE_ENV === "production" ? "" : " 'unsafe-eval'";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluating}`,
    // Charts and overlays place themselves with style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${framedBy.length === 0 ? "'none'" : framedBy.join(" ")}`,
  ].join("; ");
}

function isSignedOut(request: NextRequest): boolean {
  return !request.cookies.getAll().some(({ name }) => /^(__Host-)?next-auth\.session-token(\.\d+)?$/.test(name));
}

/**
 * Security headers on every answer, and a shortcut to the sign-in page for those who carry no session at all. It is a
 * convenience only: what anybody may see or do is decided by the verb, every time.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const isPage = !pathname.startsWith("/api/") && !pathname.startsWith(WELL_KNOWN);
  if (isPage && !OPEN.includes(pathname) && isSignedOut(request)) {
    const target = new URL(signInPath(`${pathname}${search}`), request.url);
    return withHeaders(request, NextResponse.redirect(target));
  }
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, embedOrigins());
  const forwarded = new Headers(request.headers);
  forwarded.set("x-nonce", nonce);
  forwarded.set(PATH_HEADER, `${pathname}${search}`);
  forwarded.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers: forwarded } });
  response.headers.set("Content-Security-Policy", policy);
  return withHeaders(request, response);
}

function withHeaders(request: NextRequest, response: NextResponse): NextResponse {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  // The policy's frame-ancestors says who may; this older header could only say nobody.
  if (embedOrigins().length > 0) response.headers.delete("X-Frame-Options");
  if (request.nextUrl.protocol === "https:" || process.env.NEXTAUTH_URL?.startsWith("https:"))
    response.headers.set(...HTTPS_ONLY);
  return response;
}

/**
 * The list refreshes itself a thousand times a day for each reader: it sets the same headers itself (`list-answer.ts`).
 * So do `predict` and the CDS Hooks services, whose requests are larger than what is handed on from here.
 */
export const config = {
  matcher: [
    "/((?!_next/static|_next/image|favicon.ico|icon.svg|robots.txt|api/v1/stays$|api/v1/predict$|api/cds-services).*)",
  ],
};
