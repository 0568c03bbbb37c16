import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { auditVerb } from "@/lib/cli/audit";
import { runAsOperator } from "@/lib/cli/run-as-operator";
import { parseEnvironment } from "@/lib/io/environment";
import { serveOwner } from "@/lib/io/owner-socket";
import { openHouse } from "@/lib/services/open-house";
import { answerOperator } from "@/lib/services/operator-verbs";

const directory = mkdtempSync(join(tmpdir(), "wardlight-audit-cli-"));
const variables = { WARDLIGHT_DEMO: "1", WARDLIGHT_DATA_DIR: directory, LOG_LEVEL: "silent" };
const environment = parseEnvironment(variables);
for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
afterEach(() => vi.restoreAllMocks());
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

async function verify(...args: string[]) {
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const exitCode = await auditVerb.run(["verify", ...args]);
  vi.restoreAllMocks();
  return { exitCode, verdict: JSON.parse(out) };
}

describe("wardlight audit verify", () => {
  it("passes an untouched log, with the server stopped and with it running", async () => {
    await runAsOperator(environment, "set-up-demo", {
      wards: [{ id: "w1", name: "Ward 1", physicalBeds: 4 }],
      accounts: [{ email: "a@test", name: "A", role: "nurse", passwordHash: "none" }],
    });
    expect(await verify()).toMatchObject({ exitCode: 0, verdict: { intact: true, rows: 1, problems: [] } });
    const house = await openHouse(environment);
    const server = await serveOwner(directory, (request) => answerOperator(house, request));
    expect(await verify()).toMatchObject({ exitCode: 0, verdict: { intact: true, rows: 2 } });
    server.close();
    await house.close();
  });

  it("fails, in words, where the log ends before an anchor that was kept elsewhere", async () => {
    const copy = join(directory, "copy.jsonl");
    const last = readFileSync(join(directory, "audit-anchors.jsonl"), "utf8").trimEnd().split("\n").at(-1) ?? "";
    writeFileSync(copy, `${last}\n${JSON.stringify({ ...JSON.parse(last), position: 99 })}\n{"half a li`);
    const { exitCode, verdict } = await verify("--anchors", copy);
    expect(exitCode).toBe(1);
    expect(verdict).toMatchObject({ intact: false, unreadableAnchorLines: 1 });
    expect(verdict.problems).toMatchObject([
      { kind: "altered-anchor", position: 99, means: expect.stringContaining("anchor") },
    ]);
  });

  it("says in one sentence what it cannot read, and what it does not know", async () => {
    await expect(auditVerb.run(["verify", "--anchors", join(directory, "none")])).rejects.toMatchObject({
      code: "bad-input",
    });
    vi.spyOn(process.stderr, "write").mockImplementation(() => true);
    expect(await auditVerb.run(["mend"])).toBe(2);
  });
});
