import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openOperator, runAsOperator } from "@/lib/cli/run-as-operator";
import { audit } from "@/lib/io/database/schema";
import { parseEnvironment } from "@/lib/io/environment";
import { serveOwner } from "@/lib/io/owner-socket";
import { openHouse } from "@/lib/services/open-house";
import { answerOperator } from "@/lib/services/operator-verbs";
import type { RunningHouse } from "@/lib/services/running-house";

const directory = mkdtempSync(join(tmpdir(), "wardlight-operator-"));
const environment = parseEnvironment({ WARDLIGHT_DEMO: "1", WARDLIGHT_DATA_DIR: directory, LOG_LEVEL: "silent" });
const input = {
  wards: [{ id: "w1", name: "Ward 1", physicalBeds: 4 }],
  accounts: [{ email: "a@test", name: "A", role: "nurse" as const, passwordHash: "none" }],
};
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("an operator's verb", () => {
  it("opens the database itself where nobody has it open, and lets go of it", async () => {
    expect(await runAsOperator(environment, "set-up-demo", input)).toEqual({ accounts: 1, wards: 1 });
    expect(await runAsOperator(environment, "set-up-demo", input)).toEqual({ accounts: 1, wards: 1 });
  });

  describe("while a server has the database open", () => {
    let house: RunningHouse;
    let server: { close(): void };
    beforeAll(async () => {
      house = await openHouse(environment);
      server = await serveOwner(directory, (request) => answerOperator(house, request));
    });
    afterAll(async () => {
      server.close();
      await house.close();
    });

    it("is done by the server, under the operator's name", async () => {
      const operator = await openOperator(environment, "test");
      expect(await operator.run("set-up-demo", input)).toEqual({ accounts: 1, wards: 1 });
      await operator.close();
      const rows = await house.database.transaction((tx) => tx.select().from(audit));
      expect(rows.at(-1)).toMatchObject({ actorId: "system", actorRole: "system", verb: "set-up-demo" });
    });

    it("is refused in the server's words", async () => {
      await expect(runAsOperator(environment, "set-up-demo", { ...input, wards: [] })).rejects.toMatchObject({
        name: "Fault",
        code: "bad-input",
      });
      // A newer command line asking an older server.
      await expect(runAsOperator(environment, "no-such" as "set-up-demo", input)).rejects.toMatchObject({
        code: "bad-input",
      });
    });
  });

  it("says who holds the directory where the holder has no socket", async () => {
    const house = await openHouse(environment);
    await expect(runAsOperator(environment, "set-up-demo", input)).rejects.toThrow(`process ${process.pid}`);
    await house.close();
  });
});
