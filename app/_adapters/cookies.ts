import type { NextAuthOptions } from "next-auth";

/** `__Host-`: the browser sends it over HTTPS only, to this host only, and no other host can have set it. */
const prefixFor = (isSecure: boolean): string => (isSecure ? "__Host-" : "");

export const sessionCookieName = (isSecure: boolean): string => `${prefixFor(isSecure)}next-auth.session-token`;

/** What a launch from the EHR carries there and back. */
export const launchCookieName = (isSecure: boolean): string => `${prefixFor(isSecure)}wardlight-launch`;

const QUARTER_OF_AN_HOUR_SECONDS = 15 * 60;

/** Every cookie of signing in: never for scripts, never sent along from another site, over HTTPS where there is one. */
export function authCookies(isSecure: boolean): NonNullable<NextAuthOptions["cookies"]> {
  const cookie = (name: string, maxAge?: number) => ({
    name: `${prefixFor(isSecure)}next-auth.${name}`,
    options: { httpOnly: true, sameSite: "lax" as const, path: "/", secure: isSecure, ...(maxAge ? { maxAge } : {}) },
  });
  return {
    sessionToken: cookie("session-token"),
    callbackUrl: cookie("callback-url"),
    csrfToken: cookie("csrf-token"),
    pkceCodeVerifier: cookie("pkce.code_verifier", QUARTER_OF_AN_HOUR_SECONDS),
    state: cookie("state", QUARTER_OF_AN_HOUR_SECONDS),
    nonce: cookie("nonce", QUARTER_OF_AN_HOUR_SECONDS),
  };
}

/** One cookie's value out of a Cookie header. @see https://www.rfc-editor.org/rfc/rfc6265#section-4.2.1 */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  const sent = (header ?? "").split(";").map((pair) => pair.trim());
  return sent.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * Inside another site's page a browser sends only cookies that say so, and keeps them apart by that site
 * (Partitioned): a session begun there is of no use anywhere else. Everywhere else they stay on this site.
 */
export function cookieHeader(
  name: string,
  value: string,
  of: { readonly secure: boolean; readonly mayBeFramed: boolean; readonly maxAgeMs: number },
): string {
  const where = of.secure && of.mayBeFramed ? "SameSite=None; Partitioned" : "SameSite=Lax";
  const age = Math.floor(of.maxAgeMs / 1000);
  return `${name}=${value}; Path=/; HttpOnly; ${where}; Max-Age=${age}${of.secure ? "; Secure" : ""}`;
}
