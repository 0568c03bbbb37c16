import { describe, expect, it } from "vitest";
import { authCookies, cookieHeader, cookieValue, launchCookieName, sessionCookieName } from "@/app/_adapters/cookies";

describe("the cookies of signing in", () => {
  const all = (isSecure: boolean) =>
    Object.values(authCookies(isSecure)).map((cookie) => cookie ?? { name: "", options: {} });

  it("are for this host alone, over https alone, and never for scripts", () => {
    expect(all(true)).toHaveLength(6);
    for (const { name, options } of all(true)) {
      expect(name).toMatch(/^__Host-next-auth\./);
      expect(options).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
      expect(options).not.toHaveProperty("domain");
    }
  });

  it("work without https where there is none, and are found under the name they were given", () => {
    for (const { options } of all(false)) expect(options).toMatchObject({ httpOnly: true, secure: false });
    for (const isSecure of [true, false])
      expect(authCookies(isSecure).sessionToken?.name).toBe(sessionCookieName(isSecure));
  });
});

describe("a cookie's value", () => {
  it("is found among others, whole, and only under its own name", () => {
    const sent = "a=1; xnext=2;next=eyJ.a=b==; next.other=4";
    expect(cookieValue(sent, "next")).toBe("eyJ.a=b==");
    expect(cookieValue(sent, "next.other")).toBe("4");
    expect(cookieValue(sent, "xt")).toBeUndefined();
    expect(cookieValue(undefined, "next")).toBeUndefined();
  });
});

describe("the cookies of a launch from the EHR", () => {
  const of = { secure: true, mayBeFramed: true, maxAgeMs: 600_000 };

  it("are sent inside the EHR's page where that may frame us, and kept apart for that site", () => {
    expect(cookieHeader(launchCookieName(true), "v", of)).toBe(
      "__Host-wardlight-launch=v; Path=/; HttpOnly; SameSite=None; Partitioned; Max-Age=600; Secure",
    );
  });

  it("stay on this site otherwise, and wherever there is no HTTPS", () => {
    const own = "SameSite=Lax; Max-Age=600";
    expect(cookieHeader("n", "v", { ...of, mayBeFramed: false })).toBe(`n=v; Path=/; HttpOnly; ${own}; Secure`);
    expect(cookieHeader("n", "v", { ...of, secure: false })).toBe(`n=v; Path=/; HttpOnly; ${own}`);
  });
});
