import { NextRequest } from "next/server";
import { describe, expect, it, vi } from "vitest";
import { PATH_HEADER } from "@/lib/core/access/own-path";
import { proxy } from "@/proxy";

const base = "https://wardlight.example";
const ask = (path: string, headers: Record<string, string> = {}) =>
  proxy(new NextRequest(`${base}${path}`, { headers }));
const signedIn = { cookie: "__Host-next-auth.session-token=sealed" };

describe("the proxy", () => {
  it("sends who carries no session to sign in and back, and nobody's name with them", () => {
    const location = ask("/stays/abc?ward=w1&q=Testcase&name=Ann").headers.get("location");
    expect(location).toBe(`${base}/sign-in?callbackUrl=%2Fstays%2Fabc%3Fward%3Dw1`);
    expect(ask("/").headers.get("location")).toBe(`${base}/sign-in`);
    expect(ask("//evil.example/x").headers.get("location")).toBe(`${base}/sign-in`);
  });

  it("leaves the sign-in page, the interfaces and whoever carries a session to those who decide", () => {
    for (const answer of [
      ask("/sign-in"),
      ask("/api/v1/stays"),
      ask("/.well-known/jwks.json"),
      ask("/stays/abc", signedIn),
    ])
      expect(answer.headers.get("location")).toBeNull();
  });

  it("tells a page its own address, whatever the browser claims", () => {
    const answer = ask("/stays/abc?ward=w1", { ...signedIn, [PATH_HEADER]: "/elsewhere" });
    expect(answer.headers.get(`x-middleware-request-${PATH_HEADER}`)).toBe("/stays/abc?ward=w1");
  });

  it("gives every page a policy with a nonce of its own", () => {
    // As served: development alone may evaluate.
    vi.stubEnv("NODE_ENV", "production");
    const policies = [ask("/", signedIn), ask("/", signedIn)].map(({ headers }) =>
      headers.get("content-security-policy"),
    );
    for (const policy of policies) {
      expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{20,}' 'strict-dynamic';/);
      expect(policy).toContain("frame-ancestors 'none'");
    }
    expect(policies[0]).not.toBe(policies[1]);
    expect(ask("/", signedIn).headers.get("strict-transport-security")).toContain("max-age=");
    vi.unstubAllEnvs();
  });
});
