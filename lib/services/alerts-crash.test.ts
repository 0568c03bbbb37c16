import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { alertDeliveries, alertEvents, alerts } from "@/lib/io/database/alert-schema";
import { tasks } from "@/lib/io/database/connection-schema";
import { openEmbeddedDatabase } from "@/lib/io/database/database";
import { migrateDatabase } from "@/lib/io/database/migrate-database";
import { predictions } from "@/lib/io/database/schema";
import { testRoot, testVault } from "@/lib/io/database/test-database";
import { insertRule } from "@/lib/services/alert-rules";
import { sweepAlerts } from "@/lib/services/sweep-alerts";
import { testRule } from "@/lib/services/test-alert-rule";
import { openTestHouse } from "@/lib/services/test-house";
import { buildTestProcess, killWhen, startTestProcess } from "@/lib/services/test-process";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-alerts-crash-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** How many processes are killed in the middle of a look. */
const ROUNDS = 2;

/** A process that scores patients low and then high, as fast as it can, and looks for alerts in between. */
const SCORER = `
  import { openEmbeddedDatabase } from "@/lib/io/database/database";
  import { testRoot, testVault } from "@/lib/io/database/test-database";
  import { sweepAlerts } from "@/lib/services/sweep-alerts";
  import { readingOf, store } from "@/lib/services/test-house";
  const [place, run] = process.argv.slice(2);
  const database = await openEmbeddedDatabase(place, testRoot);
  const log = { debug() {}, info() {}, warn() {}, error(...said) { console.error(...said); } };
  const model = { facts: { task: "readmission", version: "1.0.0" } };
  const outside = { sealer: { wake() {} }, changeFeed: { announce: async () => {} }, model, isDemo: true };
  let ticks = Date.now();
  const house = { ...outside, database, vault: testVault, log, timeZone: "Europe/London", clock: { now: () => new Date((ticks += 1)) } };
  for (let n = 0; ; n++) {
    const id = run + "-" + n;
    await store(house, readingOf(id, { probability: 0.2 }));
    await store(house, readingOf(id, { probability: 0.4, tier: "high" }));
    console.log("begin");
    await sweepAlerts(house, { system: "test" }, {});
    console.log("end");
  }`;

it("a process killed while it looks for alerts leaves none out and raises none twice", {
  timeout: 180_000,
}, async () => {
  const place = join(scratch, "database");
  const first = await openEmbeddedDatabase(place, testRoot);
  await migrateDatabase(first, testVault, testRoot);
  const opened = {
    database: first,
    vault: testVault,
    url: null,
    directory: place,
    scratch,
    close: () => first.close(),
  };
  await openTestHouse(opened);
  await first.transaction((tx) =>
    insertRule(
      { tx, now: new Date(0) },
      { ruleId: crypto.randomUUID(), version: 1, userId: null, burden: null, rule: testRule({ email: true }) },
    ),
  );
  await first.close();
  const script = buildTestProcess(scratch, SCORER);
  let midway = 0;
  // Killed in the middle of a look, at moments that are not the same; where it was over already, once more.
  for (let run = 0; run < 12 && midway < ROUNDS; run++) {
    const scorer = startTestProcess(script, [place, String.fromCharCode(97 + run)]);
    const began = (): number => scorer.said().split("begin").length - 1;
    let at = Number.POSITIVE_INFINITY;
    await killWhen(scorer, () => {
      if (at === Number.POSITIVE_INFINITY && began() >= 3) at = Date.now() + (run % 4) * 3;
      return Date.now() >= at;
    });
    if (scorer.said().trimEnd().endsWith("begin")) midway += 1;
  }
  expect(midway).toBe(ROUNDS);
  const database = await openEmbeddedDatabase(place, testRoot);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const model = { facts: { task: "readmission", version: "1.0.0" } };
  const outside = { sealer: { wake() {} }, changeFeed: { announce: async () => {} }, model, isDemo: true };
  const clock = { now: () => new Date(Date.now() + 3_600_000) };
  const house = { ...outside, database, vault: testVault, log, timeZone: "Europe/London", clock };
  // Only what a look needs is there: no model scores here.
  await sweepAlerts(house as never, { system: "test" }, {});
  const rows = await database.transaction(async (tx) => ({
    scores: await tx.select({ stayId: predictions.stayId, probability: predictions.probability }).from(predictions),
    alerts: await tx.select().from(alerts),
    events: await tx.select().from(alertEvents),
    deliveries: await tx.select().from(alertDeliveries),
    tasks: await tx.select().from(tasks),
  }));
  const crossed = rows.scores.flatMap(({ stayId, probability }) => (probability === 0.4 ? [stayId] : []));
  expect(crossed.length).toBeGreaterThanOrEqual(3 * ROUNDS);
  expect(rows.alerts.map(({ stayId }) => stayId).sort()).toEqual(crossed.sort());
  expect(rows.alerts.every(({ repeats }) => repeats === 0)).toBe(true);
  expect(rows.events.map(({ kind }) => kind)).toEqual(rows.alerts.map(() => "raised"));
  // One nurse on the ward: one message an alert, asked for once.
  expect(rows.deliveries.map(({ alertId }) => alertId).sort()).toEqual(rows.alerts.map(({ id }) => id).sort());
  expect(rows.tasks.map(({ key }) => key).sort()).toEqual(rows.deliveries.map(({ id }) => id).sort());
  await database.close();
});
