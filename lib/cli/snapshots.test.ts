import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";

const cli = join(process.cwd(), "dist", "cli.js");
const directory = mkdtempSync(join(tmpdir(), "wardlight-snapshots-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function snapshots(...args: readonly string[]) {
  const env = {
    ...{ PATH: process.env.PATH ?? "", WARDLIGHT_ROOT: process.cwd(), WARDLIGHT_DATA_DIR: join(directory, "data") },
    ...{ WARDLIGHT_ENCRYPTION_KEY: Buffer.alloc(32, 3).toString("base64"), NEXTAUTH_SECRET: "x".repeat(32) },
    ...{ NEXTAUTH_URL: "http://127.0.0.1:3913", LOG_LEVEL: "silent", NODE_ENV: "production" as const },
  };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [cli, "snapshots", ...args], { env });
    return { code: 0, stdout, stderr };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe("wardlight snapshots", () => {
  it("says what is wrong with a command that was mistyped, before anything is opened", async () => {
    expect(await snapshots("bake")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^There is no action "bake"/),
    });
    expect(await snapshots("make", "--target", "any")).toMatchObject({
      ...{ code: 2, stderr: expect.stringMatching(/^--target must be one of any-readmission-30d, unplanned/) },
    });
    expect(await snapshots("compare", "--before", "x")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^Say --after/),
    });
  });

  it("lists none, and makes none where nothing has matured", async () => {
    expect(await snapshots("list")).toMatchObject({ code: 0, stdout: "" });
    expect(await snapshots("make")).toMatchObject({
      ...{ code: 1, stdout: "", stderr: expect.stringMatching(/no stay to learn from/) },
    });
    expect(await snapshots("rebuild", "--id", "123e4567-e89b-42d3-a456-426614174000")).toMatchObject({
      ...{ code: 1, stderr: expect.stringMatching(/no such training set/) },
    });
  });
});
