import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownPath, signInPath } from "@/lib/core/access/own-path";

describe("the way back after signing in", () => {
  it("is the page one came from, with what says how it was looked at", () => {
    expect(ownPath("/stays/abc")).toBe("/stays/abc");
    expect(ownPath("/?ward=w1&sort=risk")).toBe("/?ward=w1&sort=risk");
  });

  it("carries no words that were searched for", () => {
    expect(ownPath("/?ward=w1&q=Testcase&mrn=12345")).toBe("/?ward=w1");
    expect(ownPath("/stays/abc#Testcase")).toBe("/stays/abc");
  });

  it.each([
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%09//evil.example/..//evil.example",
    "javascript:alert(1)",
    "/sign-in",
    "/sign-in?callbackUrl=/sign-in",
    "/api/auth/signout",
    "/x/..//evil.example",
    "",
    undefined,
    ["/stays/a", "/stays/b"],
  ])("never leads anywhere else: %j", (wanted) => {
    expect(new URL(ownPath(wanted), "https://wardlight.example").origin).toBe("https://wardlight.example");
    expect(ownPath(wanted)).not.toMatch(/^\/[/\\]|^\/(api|sign-in)/);
  });

  it("stays on this site whatever it is given", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: fc.constantFrom(..."/\\.:@?#%\t\n evil") })),
        (wanted) => {
          const path = ownPath(`/${wanted}`);
          expect(new URL(path, "https://wardlight.example").origin).toBe("https://wardlight.example");
          expect(ownPath(path)).toBe(path);
        },
      ),
    );
  });

  it("is asked for by the sign-in page", () => {
    expect(signInPath("/stays/a?ward=w1")).toBe("/sign-in?callbackUrl=%2Fstays%2Fa%3Fward%3Dw1");
    // Where a mail about an alert leads.
    const alert = "/alerts/00000000-0000-4000-8000-000000000001";
    expect(signInPath(alert)).toBe(`/sign-in?callbackUrl=${encodeURIComponent(alert)}`);
    expect(signInPath("/")).toBe("/sign-in");
    expect(signInPath(null)).toBe("/sign-in");
  });
});
