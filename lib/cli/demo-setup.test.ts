import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "@/lib/cli/test-cli";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-demo-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs `wardlight demo-setup` as the demo does. */
const setUp = (directory: string, env: Record<string, string> = {}) =>
  runCli(["demo-setup", "--past-days", "3"], { WARDLIGHT_DEMO: "1", WARDLIGHT_DATA_DIR: directory, ...env });

describe("demo-setup", () => {
  it("makes the hospital once and prints the same accounts each time", { timeout: 120_000 }, async () => {
    const directory = join(scratch, "twice");
    const first = await setUp(directory);
    expect(first).toMatchObject({ code: 0 });
    const made = JSON.parse(first.out);
    expect(made.imported).toMatchObject({ current: { patients: 124 } });
    expect(made.imported.past.patients).toBeGreaterThan(20);
    expect(made.accounts.map(({ email }: { email: string }) => email)).toEqual([
      "nurse@demo",
      "clinician@demo",
      "administrator@demo",
      "scientist@demo",
      "compliance@demo",
    ]);
    expect(statSync(join(directory, "demo.json")).mode & 0o777).toBe(0o600);
    const second = await setUp(directory);
    expect(JSON.parse(second.out)).toEqual({ accounts: made.accounts, imported: null });
    // Two at once: one works, the other says who holds the directory.
    const both = await Promise.all([setUp(directory), setUp(directory)]);
    const refused = both.find(({ code }) => code === 1);
    expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(refused?.err).toMatch(/^\S+ is in use by another Wardlight, process \d+\..*\n$/);
  });

  it("refuses what is missing or wrong in one plain line, and leaves no lock behind", { timeout: 60_000 }, async () => {
    const outside = await setUp(join(scratch, "outside"), { WARDLIGHT_DEMO: "" });
    expect(outside).toMatchObject({
      code: 1,
      err: "WARDLIGHT_ENCRYPTION_KEY is missing: Wardlight does not start without it.\n",
    });
    const odd = await setUp(join(scratch, "odd"), { WARDLIGHT_PORT: "1" });
    expect(odd).toMatchObject({ code: 1, err: "WARDLIGHT_PORT is not a setting Wardlight knows.\n" });
    const noServer = await setUp(join(scratch, "no-server"), {
      DATABASE_URL: "postgres://user:secret@127.0.0.1:1/none",
    });
    expect(noServer.code).toBe(1);
    expect(noServer.err).toMatch(/^The database could not be opened.*\n$/);
    expect(noServer.err).not.toContain("secret");
    const file = join(scratch, "a-file");
    writeFileSync(file, "");
    const notADirectory = await setUp(join(file, "data"));
    expect(notADirectory.code).toBe(1);
    expect(notADirectory.err.trim().split("\n")).toHaveLength(1);
  });
});
