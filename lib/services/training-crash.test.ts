import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tasks } from "@/lib/io/database/connection-schema";
import { openEmbeddedDatabase } from "@/lib/io/database/database";
import { modelVersions } from "@/lib/io/database/registry-schema";
import { testDatabases, testRoot } from "@/lib/io/database/test-database";
import { trainingRuns } from "@/lib/io/database/training-run-schema";
import { keepShipped } from "@/lib/services/keep-shipped";
import { shelfOf } from "@/lib/services/model-shelf";
import { runDueTraining } from "@/lib/services/run-training";
import { openServingModel } from "@/lib/services/serving-model";
import { openTestHouse } from "@/lib/services/test-house";
import { buildTestProcess, killWhen, startTestProcess } from "@/lib/services/test-process";
import { storeTrainingSet } from "@/lib/services/test-training-set";
import { startTraining } from "@/lib/services/training-runs";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-training-crash-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A process that trains as the server does, says how far it is, and ends when the run is over. */
const TRAINER = `
  import { openEmbeddedDatabase, openServerDatabase } from "@/lib/io/database/database";
  import { migrateDatabase } from "@/lib/io/database/migrate-database";
  import { testVault } from "@/lib/io/database/test-database";
  import { trainingRuns } from "@/lib/io/database/training-run-schema";
  import { keepTraining } from "@/lib/services/keep-training";
  const [place, now] = process.argv.slice(2);
  const database = place.startsWith("postgres:") ? openServerDatabase(place, () => {}) : await openEmbeddedDatabase(place, process.cwd());
  await migrateDatabase(database, testVault, process.cwd());
  const log = { debug() {}, info() {}, warn() {}, error(...said) { console.error(...said); } };
  const outside = { sealer: { wake() {} }, changeFeed: { announce: async () => {} } };
  const kept = keepTraining({ ...outside, database, vault: testVault, log, isDemo: true, timeZone: "Europe/London", clock: { now: () => new Date(now) } });
  for (;;) {
    const [run] = await database.transaction((tx) => tx.select().from(trainingRuns));
    console.log(run.attempts, run.state, run.progress);
    if (run.state !== "waiting" && run.state !== "running") break;
    await new Promise((wake) => setTimeout(wake, 100));
  }
  await kept.close();
  await database.close();
  process.exit(0);`;
let script: string;
beforeAll(() => {
  script = buildTestProcess(scratch, TRAINER);
});

describe.each(testDatabases)("a training whose process is killed, $kind", ({ open }) => {
  it.skipIf(!open)("begins again in the next process and comes to the same model", { timeout: 300_000 }, async () => {
    if (!open) return;
    const opened = await open();
    const model = await openServingModel(testRoot);
    const house = await openTestHouse(opened, model);
    await keepShipped(house, shelfOf(house), testRoot);
    const snapshotId = await storeTrainingSet(house, 1_200);
    const asked = { snapshotId, why: "To see whether it survives.", bags: 1, folds: 2 };
    const run = await startTraining(house, house.people["data-scientist"], asked);
    const place = opened.url ?? opened.directory ?? "";
    // One process at a time has an embedded database open; it frees what a dead one held. On a server a lease must end.
    if (opened.url === null) await opened.database.close();
    let at = house.now.getTime();
    const start = () => {
      const began = startTestProcess(script, [place, new Date(at).toISOString()]);
      if (opened.url !== null) at += 2 * 60_000;
      return began;
    };
    const first = start();
    await killWhen(first, () => first.said().includes("1 running"));
    const second = start();
    await killWhen(second, () => /2 running 0\.[2-9]/.test(second.said()));
    const last = start();
    expect((await once(last.child, "exit"))[0]).toBe(0);
    expect(last.said().trimEnd().split("\n").at(-1)).toBe("3 done 1");

    const database = opened.url === null ? await openEmbeddedDatabase(place, testRoot) : opened.database;
    const [kept] = await database.transaction((tx) =>
      tx.select().from(trainingRuns).where(eq(trainingRuns.id, run.id)),
    );
    expect(kept?.log.filter(({ line }) => line.startsWith("Begun again"))).toHaveLength(2);
    expect(await database.transaction((tx) => tx.$count(tasks))).toBe(0);
    const madeBy = (id: string) =>
      database.transaction((tx) =>
        tx
          .select({ version: modelVersions.version, sha256: modelVersions.sha256 })
          .from(modelVersions)
          .where(eq(modelVersions.trainingRunId, id)),
      );
    const registered = await madeBy(run.id);
    expect(registered).toEqual([{ version: run.version, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);

    // The same order, never interrupted.
    const now = new Date(at + 2 * 60_000);
    const whole = { ...house, database, now, clock: { now: () => now } };
    const again = await startTraining(whole, house.people["data-scientist"], asked);
    expect(await runDueTraining(whole)).toBe(true);
    expect((await madeBy(again.id)).map(({ sha256 }) => sha256)).toEqual([registered[0]?.sha256]);
    if (opened.url === null) await database.close();
    await opened.close().catch(() => undefined);
    await model.close();
  });
});
