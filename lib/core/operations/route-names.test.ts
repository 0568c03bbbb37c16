import { describe, expect, it } from "vitest";
import { nameRoutes } from "@/lib/core/operations/route-names";

const nameOf = nameRoutes({
  staticRoutes: [
    { page: "/", regex: "^/(?:/)?$" },
    { page: "/api/v1/stays", regex: "^/api/v1/stays(?:/)?$" },
  ],
  dynamicRoutes: [
    { page: "/api/v1/stays/[id]", regex: "^/api/v1/stays/([^/]+?)(?:/)?$" },
    { page: "/api/auth/[...nextauth]", regex: "^/api/auth/(.+?)(?:/)?$" },
  ],
});

describe("names of routes", () => {
  it.each([
    ["/", "/"],
    ["/?ward=w1", "/"],
    ["/api/v1/stays?ward=7", "/api/v1/stays"],
    ["/api/v1/stays/", "/api/v1/stays"],
    ["/api/v1/stays/Zyxwvu-77713", "/api/v1/stays/[id]"],
    ["/api/v1/stays/Zyxwvu-77713?born=1937-07-19", "/api/v1/stays/[id]"],
    ["/api/auth/callback/oidc", "/api/auth/[...nextauth]"],
    ["/_next/static/chunks/Zyxwvu.js", "assets"],
    ["/Zyxwvu", "other"],
    [`/api/auth/${"Zyxwvu".repeat(200)}`, "other"],
    ["", "other"],
  ])("%s is answered by %s", (url, name) => {
    expect(nameOf(url)).toBe(name);
  });
});
