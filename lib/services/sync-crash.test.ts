import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { tasks } from "@/lib/io/database/connection-schema";
import { openEmbeddedDatabase } from "@/lib/io/database/database";
import { patients, predictions, resources, stays } from "@/lib/io/database/schema";
import { testDatabases, testRoot } from "@/lib/io/database/test-database";
import { startTestFhirServer } from "@/lib/io/test-fhir-server";
import { buildTestProcess, killWhen, startTestProcess } from "@/lib/services/test-process";

const NOW = Date.parse("2026-03-10T09:00:00Z");
const PATIENTS = 24;
const hospital = makeHospital({ seed: "test", now: new Date(NOW).toISOString(), pastDays: 0 }).current.slice(
  0,
  PATIENTS,
);
const scratch = mkdtempSync(join(tmpdir(), "wardlight-sync-crash-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A process that reads everybody once, and says so. */
const READER = `
  import { openEmbeddedDatabase, openServerDatabase } from "@/lib/io/database/database";
  import { migrateDatabase } from "@/lib/io/database/migrate-database";
  import { testVault } from "@/lib/io/database/test-database";
  import { openServingModel } from "@/lib/services/serving-model";
  import { syncFeed } from "@/lib/services/sync-feed";
  const [place, baseUrl, now] = process.argv.slice(2);
  const database = place.startsWith("postgres:") ? openServerDatabase(place, () => {}) : await openEmbeddedDatabase(place, process.cwd());
  await migrateDatabase(database, testVault, process.cwd());
  const log = { debug() {}, info() {}, warn() {}, error(...said) { console.error(...said); } };
  const model = await openServingModel(process.cwd());
  const outside = { sealer: { wake() {} }, changeFeed: { announce: async () => {} } };
  const house = { ...outside, database, vault: testVault, log, model, isDemo: true, timeZone: "Europe/London", clock: { now: () => new Date(now) } };
  console.log(JSON.stringify(await syncFeed(house, { system: "test" }, { baseUrl, past: "complete" })));
  await database.close();
  process.exit(0);`;
let script: string;
beforeAll(() => {
  script = buildTestProcess(scratch, READER);
});

describe.each(testDatabases)("a reading killed in the middle, $kind", ({ open }) => {
  it.skipIf(!open)("loses nobody, doubles nothing, and goes on where it was", { timeout: 300_000 }, async () => {
    if (!open) return;
    const server = await startTestFhirServer(hospital);
    server.behave({ delayMs: 10 });
    const opened = await open();
    const place = opened.url ?? opened.directory ?? "";
    // One process at a time has an embedded database open.
    if (opened.url === null) await opened.database.close();
    const start = (at: number) => {
      server.asked.length = 0;
      return startTestProcess(script, [place, server.baseUrl, new Date(at).toISOString()]);
    };
    const patientsRead = (): number => server.asked.filter((path) => path.startsWith("Patient/")).length;

    let at = NOW;
    for (const many of [3, 12]) {
      await killWhen(start(at), () => patientsRead() >= many);
      // Longer than a lease: on a server the next process must wait for it.
      at += 2 * 60_000;
    }
    const last = start(at);
    const [code] = await once(last.child, "exit");
    expect(code).toBe(0);
    expect(JSON.parse(last.said())).toMatchObject({ failing: 0, setAside: 0, notFound: 0 });

    const database = opened.url === null ? await openEmbeddedDatabase(place, testRoot) : opened.database;
    await database.transaction(async (tx) => {
      expect(await tx.$count(tasks)).toBe(0);
      expect(await tx.$count(patients)).toBe(PATIENTS);
      // Every resource once, and every stay's prediction once: the same content twice makes no second.
      const { rows } = await tx.execute<{ n: number; distinct: number }>(sql`
        select count(*)::int as n, count(distinct (stay_id, fingerprint))::int as distinct from ${predictions}`);
      expect(rows[0]?.n).toBeGreaterThanOrEqual(PATIENTS);
      expect(rows[0]?.n).toBe(rows[0]?.distinct);
      const current = await tx.$count(stays, sql`${stays.isCurrent} and ${stays.goneAt} is null`);
      expect(current).toBe(PATIENTS);
      const sent = new Set(
        hospital.flatMap(({ entry = [] }) =>
          entry.flatMap(({ resource }) => (resource ? [`${resource.resourceType}/${resource.id}`] : [])),
        ),
      );
      const kept = await tx.select({ type: resources.type, id: resources.id }).from(resources);
      const lost = [...sent].filter((key) => !kept.some(({ type, id }) => key === `${type}/${id}`));
      expect(lost.filter((key) => /^(Patient|Encounter|Condition|MedicationRequest|Procedure)\//.test(key))).toEqual(
        [],
      );
    });
    if (opened.url === null) await database.close();
    await opened.close().catch(() => undefined);
    await server.close();
  });
});
