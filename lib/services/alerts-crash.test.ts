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
    if (n % 3 === 0) await sweepAlerts(house, { system: "test" }, {});
    console.log(n);
  }`;

it("a process killed while it looks for alerts leaves none out and raises none twice", {
  timeout: 180_000,
}, async () => {
  const place = join(scratch, "database");
  const first = await openEmbeddedDatabase(place, testRoot);
  await migrateDatabase(first, testVault, testRoot);
  const opened = { database: first, vault: testVault, url: null, directory: place, close: () => first.close() };
  await openTestHouse(opened);
  await first.transaction((tx) =>
    insertRule(
      { tx, now: new Date(0) },
      { ruleId: crypto.randomUUID(), version: 1, userId: null, burden: null, rule: testRule({ email: true }) },
    ),
  );
  await first.close();
  const script = buildTestProcess(scratch, SCORER);
  for (const run of ["a", "b", "c"]) {
    const scorer = startTestProcess(script, [place, run]);
    let at = Number.POSITIVE_INFINITY;
    await killWhen(scorer, () => {
      if (at === Number.POSITIVE_INFINITY && scorer.said().split("\n").length >= 5) at = Date.now() + 11;
      return Date.now() >= at;
    });
  }
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
  expect(crossed.length).toBeGreaterThan(8);
  expect(rows.alerts.map(({ stayId }) => stayId).sort()).toEqual(crossed.sort());
  expect(rows.alerts.every(({ repeats }) => repeats === 0)).toBe(true);
  expect(rows.events.map(({ kind }) => kind)).toEqual(rows.alerts.map(() => "raised"));
  // One nurse on the ward: one message an alert, asked for once.
  expect(rows.deliveries.map(({ alertId }) => alertId).sort()).toEqual(rows.alerts.map(({ id }) => id).sort());
  expect(rows.tasks.map(({ key }) => key).sort()).toEqual(rows.deliveries.map(({ id }) => id).sort());
  await database.close();
});
