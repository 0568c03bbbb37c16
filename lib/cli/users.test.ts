import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";

const cli = join(process.cwd(), "dist", "cli.js");
const directory = mkdtempSync(join(tmpdir(), "wardlight-users-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A hospital of its own, outside the demo: no accounts, no wards, no patients. */
const environment = {
  PATH: process.env.PATH ?? "",
  WARDLIGHT_ROOT: process.cwd(),
  WARDLIGHT_DATA_DIR: join(directory, "data"),
  WARDLIGHT_ENCRYPTION_KEY: Buffer.alloc(32, 3).toString("base64"),
  NEXTAUTH_SECRET: "x".repeat(32),
  NEXTAUTH_URL: "http://127.0.0.1:3204",
  LOG_LEVEL: "silent",
  NODE_ENV: "production" as const,
};

async function wardlight(args: readonly string[], env: Record<string, string> = {}) {
  try {
    const options = { env: { ...environment, ...env } };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, ...args], options);
    return { code: 0, stdout, stderr };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}
const jsonLines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const resources = [
  { resourceType: "Location", id: "ward-7", name: "Ward 7", physicalType: { coding: [{ code: "wa" }] } },
  {
    resourceType: "Patient",
    id: "a",
    birthDate: "1950-01-01",
    gender: "female",
    name: [{ family: "Testcase", given: ["Ann"] }],
  },
  {
    resourceType: "Encounter",
    id: "ae",
    status: "in-progress",
    class: { code: "IMP" },
    subject: { reference: "Patient/a" },
    period: { start: "2026-03-08T10:00:00Z" },
    location: [{ location: { reference: "Location/ward-7" }, status: "active" }],
  },
  // Somebody the export says nothing else about.
  { resourceType: "Condition", id: "c", subject: { reference: "Patient/b" } },
];

describe("setting up a hospital outside the demo, at the command line", () => {
  it("goes from nothing to a nurse with a ward", async () => {
    expect(await wardlight(["users", "list"])).toMatchObject({ code: 0, stdout: "" });

    const first = await wardlight([
      "users",
      "add",
      "--email",
      "Admin@hospital.test",
      "--name",
      "Admin",
      "--role",
      "administrator",
    ]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(jsonLines(first.stdout)[0]).toMatchObject({
      email: "admin@hospital.test",
      password: expect.stringMatching(/-/),
    });

    const ndjson = join(directory, "export.ndjson");
    writeFileSync(ndjson, `${resources.map((resource) => JSON.stringify(resource)).join("\n")}\n`);
    const imported = await wardlight(["import", "--ndjson", ndjson]);
    expect(jsonLines(imported.stdout)[0]).toMatchObject({ patients: 1, stays: 1, refused: 1 });
    expect(imported.code).toBe(1);
    expect(imported.stderr).toContain("Patients left out because no Patient resource was ever sent: 1.");
    expect(imported.stderr).not.toContain("Testcase");

    const nurse = ["users", "add", "--email", "n@hospital.test", "--name", "N", "--role", "nurse"];
    expect(await wardlight([...nurse, "--wards", "ward-8"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no ward ward-8"),
    });
    expect((await wardlight([...nurse, "--wards", "ward-7"])).code).toBe(0);
    const accounts = jsonLines((await wardlight(["users", "list"])).stdout);
    expect(accounts.map(({ email, wards }) => ({ email, wards }))).toEqual([
      { email: "admin@hospital.test", wards: [] },
      { email: "n@hospital.test", wards: [{ id: "ward-7", name: "Ward 7" }] },
    ]);
  });

  it("makes accounts without a password where the hospital has an identity provider", async () => {
    const oidc = { OIDC_ISSUER: "https://id.hospital.test", OIDC_CLIENT_ID: "w", OIDC_CLIENT_SECRET: "s" };
    const args = ["users", "add", "--email", "o@hospital.test", "--name", "O", "--role", "nurse", "--subject", "42"];
    expect(jsonLines((await wardlight(args, oidc)).stdout)[0]).toMatchObject({ password: null });
    expect(await wardlight(args)).toMatchObject({ code: 2, stderr: expect.stringContaining("OIDC_ISSUER") });
    expect((await wardlight(["users", "end-sessions", "--email", "o@hospital.test"])).stdout).toBe('{"ended":0}\n');
  });

  it.each([
    [[]],
    [["marry"]],
    [["toString"]],
    [["add", "--email", "x@y"]],
    [["add", "--email", "x@y", "--name", "X", "--role", "king"]],
    [["set-wards", "--email", "x@y"]],
    [["disable", "x@y"]],
  ])("calls users %j a usage error", async (args) => {
    expect(await wardlight(["users", ...args])).toMatchObject({ code: 2, stdout: "" });
  });

  it("refuses an account nobody has, in one line", async () => {
    const { code, stderr } = await wardlight(["users", "disable", "--email", "nobody@hospital.test"]);
    expect({ code, lines: stderr.trim().split("\n").length }).toEqual({ code: 1, lines: 1 });
  });
});
