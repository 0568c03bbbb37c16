import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCli } from "@/lib/cli/test-cli";
import { resources } from "@/lib/io/database/schema";
import { parseEnvironment } from "@/lib/io/environment";
import { serveOwner } from "@/lib/io/owner-socket";
import { openHouse } from "@/lib/services/open-house";
import { answerOperator } from "@/lib/services/operator-verbs";
import type { RunningHouse } from "@/lib/services/running-house";
import { placeOf } from "@/lib/services/sealed-columns";
import { readingOf, store } from "@/lib/services/test-house";

const directory = mkdtempSync(join(tmpdir(), "wardlight-rotate-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const [firstKey, secondKey] = [1, 2].map((n) => Buffer.alloc(32, n).toString("base64")) as [string, string];
const VALUES = 2_000;

const variables = (key: string, old?: string): Record<string, string> => ({
  WARDLIGHT_DATA_DIR: directory,
  WARDLIGHT_ENCRYPTION_KEY: key,
  ...(old ? { WARDLIGHT_ENCRYPTION_KEYS_OLD: old } : {}),
  NEXTAUTH_SECRET: "x".repeat(32),
  NEXTAUTH_URL: "https://wardlight.example",
  LOG_LEVEL: "silent",
});

const open = (key: string, old?: string): Promise<RunningHouse> => openHouse(parseEnvironment(variables(key, old)));

const rotate = (
  args: readonly string[],
  ...rest: [env: Record<string, string>, watch?: Parameters<typeof runCli>[2]]
) => runCli(["rotate-keys", ...args], ...rest);

/** How many values open (of the first `most`), by the data key that sealed them. */
async function sealedBy(house: RunningHouse, most = VALUES): Promise<Record<string, number>> {
  const rows = await house.database.transaction((tx) => tx.select().from(resources).orderBy(resources.id).limit(most));
  const counts: Record<string, number> = {};
  for (const row of rows) {
    expect(house.vault.open(row.body, placeOf(resources.body, row.patientId, row.type, row.id))).toEqual({
      id: row.id,
    });
    const prefix = Buffer.from(row.body).subarray(0, 3).toString("hex");
    counts[prefix] = (counts[prefix] ?? 0) + 1;
  }
  return counts;
}

describe("rotate-keys at the command line", { timeout: 300_000 }, () => {
  beforeAll(async () => {
    const house = await open(firstKey);
    await store(house, readingOf("p1"));
    await house.database.transaction(async (tx) => {
      const ids = Array.from({ length: VALUES }, (_, n) => `o${String(n).padStart(5, "0")}`);
      for (let from = 0; from < VALUES; from += 500)
        await tx.insert(resources).values(
          ids.slice(from, from + 500).map((id) => ({
            ...{ patientId: "p1", type: "Observation", id, fingerprint: "f", updatedAt: new Date() },
            body: house.vault.seal({ id }, placeOf(resources.body, "p1", "Observation", id)),
          })),
        );
    });
    await house.close();
  });

  it("refuses a key the database does not know, in one sentence", async () => {
    expect(await rotate([], variables(secondKey))).toEqual({
      code: 1,
      out: "",
      err: "WARDLIGHT_ENCRYPTION_KEY is not the key this database was written with.\n",
    });
  });

  it("killed in the middle, again and again, it loses nothing, goes on where it was, and says when it is done", async () => {
    const env = variables(secondKey, firstKey);
    for (let kill = 1; kill <= 3; kill++) {
      const died = await rotate(["--deep"], env, (said, child) => {
        // From just after the new data key was made, a little later each time.
        if (said.includes("keyring is sealed")) setTimeout(() => child.kill("SIGKILL"), 40 * kill);
      });
      expect(died.out).not.toContain("Done.");
      const house = await open(secondKey, firstKey);
      const counts = await sealedBy(house);
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(VALUES);
      // One new data key, however often it was started.
      expect(Object.keys(counts).length).toBeLessThanOrEqual(2);
      await house.close();
    }
    const ended = await rotate(["--deep"], env);
    expect(ended).toMatchObject({ code: 0, err: "" });
    expect(ended.out).toContain("Nothing in this database needs the older key: remove WARDLIGHT_ENCRYPTION_KEYS_OLD");

    const house = await open(secondKey);
    expect(Object.values(await sealedBy(house))).toEqual([VALUES]);
    await house.close();
    await expect(open(firstKey)).rejects.toThrow("WARDLIGHT_ENCRYPTION_KEY is not the key");
  });

  it("works while the server runs, which goes on reading; and says where the server has another key", async () => {
    const house = await open(secondKey);
    const server = await serveOwner(directory, (request) => answerOperator(house, request));
    const before = Object.keys(await sealedBy(house));
    const ended = rotate(["--deep"], variables(secondKey));
    let reads = 0;
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver) {
      await sealedBy(house, 20);
      reads += 1;
      await new Promise((wake) => setTimeout(wake, 5));
    }
    expect(await ended).toMatchObject({ code: 0, err: "" });
    expect(reads).toBeGreaterThan(1);
    expect(Object.keys(await sealedBy(house))).not.toEqual(before);

    const other = await rotate([], variables(firstKey, secondKey));
    expect(other.code).toBe(1);
    expect(other.err).toMatch(/^The running Wardlight was started with another WARDLIGHT_ENCRYPTION_KEY.*\n$/);
    server.close();
    await house.close();
  });
});
