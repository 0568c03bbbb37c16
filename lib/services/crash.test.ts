import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { openAnchorFiles } from "@/lib/io/anchor-files";
import { systemClock } from "@/lib/io/clock";
import { lockDirectory } from "@/lib/io/data-directory-lock";
import { openEmbeddedDatabase } from "@/lib/io/database/database";
import { migrateDatabase } from "@/lib/io/database/migrate-database";
import { audit, stays } from "@/lib/io/database/schema";
import { testRoot, testVault } from "@/lib/io/database/test-database";
import { openLog } from "@/lib/io/log";
import { startSealer } from "@/lib/services/audit-sealer";
import { buildTestProcess, killWhen, startTestProcess } from "@/lib/services/test-process";
import { checkAudit } from "@/lib/services/verify-audit";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-crash-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A process that writes as fast as it can: in each transaction a patient, a stay, a prediction and an audit row. */
const WRITER = `
  import { lockDirectory } from "@/lib/io/data-directory-lock";
  import { openEmbeddedDatabase } from "@/lib/io/database/database";
  import { migrateDatabase } from "@/lib/io/database/migrate-database";
  import { testRoot, testVault } from "@/lib/io/database/test-database";
  import { openAnchorFiles } from "@/lib/io/anchor-files";
  import { appendAudit } from "@/lib/services/audit-log";
  import { startSealer } from "@/lib/services/audit-sealer";
  import { openTestHouse, readingOf } from "@/lib/services/test-house";
  import { storePatients, storeReadings } from "@/lib/services/store-reading";
  const [directory, run] = process.argv.slice(2);
  lockDirectory(directory);
  const database = await openEmbeddedDatabase(directory + "/database", testRoot);
  await migrateDatabase(database, testVault, testRoot);
  const actor = { id: "system", name: "writer", role: "system", wardIds: [] };
  const log = { debug() {}, info() {}, warn() {}, error(...said) { console.error(...said); } };
  const anchors = openAnchorFiles([directory + "/audit-anchors.jsonl"]);
  const outside = { database, vault: testVault, clock: { now: () => new Date() }, log, anchors };
  const house = { ...outside, sealer: startSealer(outside), changeFeed: { announce: async () => {} } };
  for (let n = 0; ; n++) {
    const now = new Date();
    await database.transaction(async (tx) => {
      const scope = { house, tx, actor, now };
      const reading = readingOf(run + "-" + n);
      await storePatients(scope, [reading.patient]);
      await storeReadings(scope, [reading]);
      await appendAudit(house, tx, { at: now.toISOString(), actorId: "system", actorRole: "system", verb: "write", outcome: "done", target: { stayId: "stay-" + run + "-" + n }, detail: {} });
    });
    console.log(n);
  }`;

/** Starts the writer, lets it write a little, kills it as the machine would, and gives the last number it had committed. */
async function writeAndDie(script: string, directory: string, run: number): Promise<number> {
  const writer = startTestProcess(script, [directory, String(run)]);
  let at = Number.POSITIVE_INFINITY;
  await killWhen(writer, () => {
    if (at === Number.POSITIVE_INFINITY && writer.said().split("\n").length >= 4) at = Date.now() + 7 * run;
    return Date.now() >= at;
  });
  return Number(writer.said().trimEnd().split("\n").at(-1));
}

describe("a writer killed in the middle", () => {
  it("leaves whole transactions, an unbroken audit, and a database the next process opens", {
    timeout: 120_000,
  }, async () => {
    const directory = mkdtempSync(join(scratch, "data-"));
    const script = buildTestProcess(scratch, WRITER);
    const committed: number[] = [];
    for (let run = 0; run < 4; run++) committed.push(await writeAndDie(script, directory, run));

    const lock = lockDirectory(directory);
    const database = await openEmbeddedDatabase(join(directory, "database"), testRoot);
    await migrateDatabase(database, testVault, testRoot);
    const rows = await database.transaction((tx) => tx.select().from(audit).orderBy(audit.seq));
    const anchors = openAnchorFiles([join(directory, "audit-anchors.jsonl")]);
    const outside = { database, vault: testVault, clock: systemClock, log: openLog("silent"), anchors };
    const sealer = startSealer(outside);
    await sealer.settle();
    expect(await checkAudit(outside, anchors.read().anchors)).toMatchObject({ intact: true, rows: rows.length });
    await sealer.stop();
    const audited = new Set(rows.map(({ target }) => target.stayId));
    const kept = await database.transaction((tx) =>
      tx.select({ id: stays.id, predictionId: stays.predictionId }).from(stays),
    );
    // Every stay has its prediction and its audit row, and every audit row its stay: nothing is half-written …
    expect(new Set(kept.map(({ id }) => id))).toEqual(audited);
    expect(kept.every(({ predictionId }) => predictionId !== null)).toBe(true);
    // … and nothing that was said to be stored is lost.
    for (const [run, last] of committed.entries()) {
      for (let n = 0; n <= last; n++) expect(audited.has(`stay-${run}-${n}`)).toBe(true);
    }
    const [orphans] = (
      await database.transaction((tx) =>
        tx.execute<{ n: number }>(
          sql`select count(*)::int as n from patients p where not exists (select from stays s where s.patient_id = p.id)`,
        ),
      )
    ).rows;
    expect(orphans?.n).toBe(0);
    await database.close();
    lock.release();
  });
});
