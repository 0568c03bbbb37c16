import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ISSUE_CODES } from "@/lib/core/fhir/issue-codes";

const here = fileURLToPath(new URL(".", import.meta.url));
const guide = readFileSync(join(here, "../../../docs/reading-fhir.md"), "utf8");
const written = [...guide.matchAll(/^\| `([a-z0-9-]+)` \| (\w+) \| (.+) \|$/gm)].map(([, code, severity, meaning]) => ({
  code,
  severity,
  meaning,
}));

describe("issue codes", () => {
  it("are explained in the guide to reading FHIR, all of them and no others", () => {
    expect(written).toEqual(Object.entries(ISSUE_CODES).map(([code, kind]) => ({ code, ...kind })));
  });

  it("are kebab-case and each is one sentence", () => {
    for (const [code, { meaning }] of Object.entries(ISSUE_CODES)) {
      expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("are all raised somewhere", () => {
    const code = readdirSync(here)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "issue-codes.ts")
      .map((name) => readFileSync(join(here, name), "utf8"))
      .join("\n");
    expect(Object.keys(ISSUE_CODES).filter((name) => !code.includes(`"${name}"`))).toEqual([]);
  });
});
