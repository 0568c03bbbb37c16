import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "@/lib/cli/test-cli";
import { outcomes } from "@/lib/io/database/schema";
import { parseEnvironment } from "@/lib/io/environment";
import { serveOwner } from "@/lib/io/owner-socket";
import { openHouse } from "@/lib/services/open-house";
import { answerOperator } from "@/lib/services/operator-verbs";
import { readingOf, store } from "@/lib/services/test-house";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-validate-"));
const directory = join(scratch, "data");
const page = join(scratch, "report.html");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const validate = (...args: readonly string[]) =>
  runCli(["validate", ...args], { WARDLIGHT_DEMO: "1", WARDLIGHT_DATA_DIR: directory, LOG_LEVEL: "silent" });

describe("validate", () => {
  it("says in one plain sentence that there are no outcomes, and writes nothing", async () => {
    const ended = await validate("--model", "models/readmission/1.0.0", "--out", page);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err.trim()).toBe(
      "No stay here has a known outcome yet: a validation needs stays that ended more than 30 days ago.",
    );
    expect(existsSync(page)).toBe(false);
  });

  it("knows what it cannot use", async () => {
    expect(await validate("--out", "report.pdf")).toMatchObject({ code: 2 });
    expect(await validate("--model", scratch)).toMatchObject({ code: 1, out: "" });
    expect((await validate("--help")).out).toMatch(/matured outcomes/);
  });

  it("prints the report as JSON and writes the page, while the server runs", async () => {
    const environment = parseEnvironment({
      WARDLIGHT_DEMO: "1",
      WARDLIGHT_DATA_DIR: directory,
      LOG_LEVEL: "silent",
    });
    const house = await openHouse(environment);
    const server = await serveOwner(directory, (request) => answerOperator(house, request));
    try {
      await store(house, readingOf("a", { probability: 0.2, dischargedAt: "2026-01-10T10:00:00Z" }));
      await house.database.transaction((tx) =>
        tx.insert(outcomes).values({
          stayId: "stay-a",
          target: "any-readmission-30d",
          status: "readmitted",
          dischargedAt: new Date("2026-01-10T10:00:00Z"),
          maturesAt: new Date("2026-02-09T10:00:00Z"),
          simulated: true,
          updatedAt: new Date(),
        }),
      );
      const { code, out, err } = await validate("--out", page);
      expect(code).toBe(0);
      const report = JSON.parse(out);
      expect(report).toMatchObject({ verdict: "too-few", stays: 1, readmissions: 1, simulated: true });
      expect(report.model).toMatchObject({ version: "1.0.0", learntFrom: "US hospitals 1999–2008" });
      expect(err).toMatch(/^Not enough to say yet, on 1 stays with 1 readmissions\. The page is /);
      const html = readFileSync(page, "utf8");
      expect(html).toMatch(/^<!doctype html>/);
      expect(html).toMatch(/Simulated outcomes/);
    } finally {
      server.close();
      await house.close();
    }
  });
});
