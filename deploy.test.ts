import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { parseEnvironment } from "@/lib/io/environment";

const compose = readFileSync("deploy/compose.yaml", "utf8");
/** Lines such as `      NEXTAUTH_URL: ${NEXTAUTH_URL:?is missing}` of the service that is Wardlight. */
const settings = [...compose.slice(compose.indexOf("\n  wardlight:")).matchAll(/^ {6}([A-Z][A-Z_]+): (.+)$/gm)].map(
  ([, name = "", value = ""]) => ({ name, value }),
);

/** What each variable is when nothing optional is given; the database's password is what it likes. */
const GIVEN: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: "0123456789abcdef",
  NEXTAUTH_URL: "https://wardlight.hospital.example",
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
  WARDLIGHT_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
  WARDLIGHT_TIME_ZONE: "Europe/London",
};
const filledIn = (value: string): string =>
  value.replaceAll(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, kind: string, rest: string) =>
    kind === "?" ? (GIVEN[name] ?? "") : (GIVEN[name] ?? rest),
  );

describe("the compose file", () => {
  it("asks for every secret and gives none a default", () => {
    const asked = [...compose.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    expect([...new Set(asked)].sort()).toEqual(Object.keys(GIVEN).sort());
    const defaults = [...compose.matchAll(/\$\{(\w+):-([^}]+)\}/g)].map(([, name]) => name);
    expect(defaults.sort()).toEqual(["LOG_LEVEL", "WARDLIGHT_IMAGE", "WARDLIGHT_PORT"]);
    expect(compose).not.toMatch(/^ +\w*(PASSWORD|SECRET|_KEY): *[^\s$]/m);
  });

  it("sets only what Wardlight reads, so that it starts", () => {
    expect(settings.length).toBeGreaterThan(5);
    const environment = parseEnvironment({
      ...Object.fromEntries(settings.map(({ name, value }) => [name, filledIn(value)])),
      WARDLIGHT_DATA_DIR: tmpdir(),
    });
    expect(environment.databaseUrl).toBe("postgres://wardlight:0123456789abcdef@database:5432/wardlight");
    expect(environment.isDemo).toBe(false);
  });
});

describe("the image", () => {
  const dockerfile = readFileSync("Dockerfile", "utf8");
  const last = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));

  it("is not root, says how healthy it is, and sets only what Wardlight reads", () => {
    expect(last).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(last).toMatch(/^HEALTHCHECK .*health-check\.mjs/m);
    const set = [...last.matchAll(/^\s+(?:ENV )?(WARDLIGHT_\w+)=(\S+)/gm)].map(([, name, value]) => [name, value]);
    expect(set.length).toBeGreaterThan(1);
    expect(() => parseEnvironment({ ...GIVEN, ...Object.fromEntries(set) })).not.toThrow();
  });
});
