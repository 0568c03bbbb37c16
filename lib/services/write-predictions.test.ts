import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { node, nodes, text } from "@/lib/core/fhir/resource";
import { connectionStates, tasks, writtenPredictions } from "@/lib/io/database/connection-schema";
import { openEmbeddedDatabase } from "@/lib/io/database/database";
import { audit, instance } from "@/lib/io/database/schema";
import { testDatabases, testRoot } from "@/lib/io/database/test-database";
import { openFhirClient } from "@/lib/io/fhir-client";
import { startTestWritingServer, type TestWritingServer } from "@/lib/io/test-writing-server";
import { openTestHouse, readingOf, store, type TestHouse } from "@/lib/services/test-house";
import { buildTestProcess, killWhen, startTestProcess } from "@/lib/services/test-process";
import { describeHouse } from "@/lib/services/test-suite";
import { setWriteBack } from "@/lib/services/write-back-setting";
import { askForWriting, writePredictions } from "@/lib/services/write-predictions";

const SYSTEM = { system: "test" };
const ON = { isOn: true, organisation: "Test hospital" } as const;
const later = (house: TestHouse, ms: number): void => {
  house.now = new Date(house.now.getTime() + ms);
};

describeHouse("writing predictions into the record", ({ house }) => {
  let server: TestWritingServer;

  beforeEach(async () => {
    server = await startTestWritingServer();
    return () => server.close();
  });

  const open_ = (retries = 0) => openFhirClient({ baseUrl: server.baseUrl, retries, wait: async () => {} });
  const round = () => writePredictions(house, SYSTEM, { client: open_() });
  const waiting = () => house.database.transaction((tx) => tx.select().from(tasks));
  const turn = (setting: Parameters<typeof setWriteBack>[2]) =>
    setWriteBack(house, house.people.administrator, setting);

  it("writes nothing until an administrator switches it on, which is audited", async () => {
    await store(house, readingOf("a", { probability: 0.31 }));
    expect(await askForWriting(house)).toBe(0);
    await expect(setWriteBack(house, house.people.clinician, ON)).rejects.toMatchObject({ code: "forbidden" });
    await turn(ON);
    expect(await askForWriting(house)).toBe(1);
    expect(await askForWriting(house)).toBe(0);
    const rows = await house.database.transaction((tx) =>
      tx.select().from(audit).where(eq(audit.verb, "set-write-back")),
    );
    expect(rows.map(({ outcome, detail }) => [outcome, detail.isOn])).toContainEqual(["done", true]);
  });

  it("writes a RiskAssessment and its Provenance once, which read back as they were meant", async () => {
    expect((await round()).written).toBe(1);
    const [assessment] = await server.all("RiskAssessment");
    const [provenance] = await server.all("Provenance");
    expect(assessment).toMatchObject({
      status: "final",
      subject: { reference: "Patient/a" },
      encounter: { reference: "Encounter/stay-a" },
      basis: [{ reference: "Encounter/stay-a" }],
      prediction: [{ probabilityDecimal: 31, qualitativeRisk: { text: "Moderate" } }],
    });
    const reference = `RiskAssessment/${assessment?.id}`;
    expect(provenance).toMatchObject({ target: [{ reference }], contained: [{}, { name: "Test hospital" }] });
    const [row] = await house.database.transaction((tx) => tx.select().from(writtenPredictions));
    expect(row).toMatchObject({ reference, provenance: `Provenance/${provenance?.id}` });
    expect(await waiting()).toEqual([]);
    expect(await askForWriting(house)).toBe(0);
    const [state] = await house.database.transaction((tx) => tx.select().from(connectionStates));
    expect(state).toMatchObject({ name: "write-back", counts: { written: 1 }, errorCode: null });
  });

  it("names what a new prediction takes the place of, and leaves that as it was said", async () => {
    const before = (await house.database.transaction((tx) => tx.select().from(writtenPredictions)))[0]?.reference;
    later(house, 60_000);
    await store(house, readingOf("a", { probability: 0.52 }));
    expect(await askForWriting(house)).toBe(1);
    // Replaced before it was written: only the newest goes out.
    later(house, 60_000);
    await store(house, readingOf("a", { probability: 0.61 }));
    expect(await askForWriting(house)).toBe(1);
    expect(await round()).toMatchObject({ written: 1, dropped: 1 });
    const [provenance] = await server.all("Provenance");
    expect(nodes(provenance?.entity)).toContainEqual({ role: "revision", what: { reference: before } });
    expect(await server.all("RiskAssessment")).toMatchObject([
      { status: "final", prediction: [{ probabilityDecimal: 61 }] },
    ]);
  });

  it("makes no second one where the server did it and the answer was lost", async () => {
    await store(house, readingOf("b"));
    await askForWriting(house);
    server.silentFor = 1;
    expect(await round()).toMatchObject({ written: 0, failed: 1 });
    expect(await server.all("RiskAssessment")).toHaveLength(1);
    later(house, 60_000);
    server.silentFor = 0;
    expect(await round()).toMatchObject({ written: 1 });
    expect(await server.all("RiskAssessment")).toHaveLength(1);
    expect(await server.all("Provenance")).toHaveLength(1);
  });

  it("puts under the prediction's own id where the server makes nothing conditionally", async () => {
    await store(house, readingOf("c"));
    await askForWriting(house);
    const [task] = await waiting();
    server.hasConditionalCreate = false;
    server.silentFor = 1;
    expect(await round()).toMatchObject({ failed: 1 });
    later(house, 60_000);
    expect(await round()).toMatchObject({ written: 1 });
    expect(server.asked.some((asked) => asked.startsWith("POST"))).toBe(false);
    expect((await server.all("RiskAssessment")).map(({ id }) => id)).toEqual([task?.key]);
  });

  it("writes nothing the model abstained from, and nothing once it is silent or switched off", async () => {
    await store(house, readingOf("d", { probability: null }));
    expect(await askForWriting(house)).toBe(0);
    await store(house, readingOf("e"));
    expect(await askForWriting(house)).toBe(1);
    house.isDemo = false;
    expect(await round()).toMatchObject({ written: 0, dropped: 1 });
    expect(await askForWriting(house)).toBe(0);
    house.isDemo = true;
    expect(await askForWriting(house)).toBe(1);
    await turn({ isOn: false });
    expect(await round()).toMatchObject({ written: 0, dropped: 1 });
    expect(server.asked).toEqual([]);
    await turn(ON);
  });

  it("tries again what failed, puts it aside in the end, and keeps why", async () => {
    await askForWriting(house);
    server.instead = 422;
    for (let tries = 0; tries < 8; tries++) {
      await round();
      later(house, 2 * 3_600_000);
    }
    expect(await waiting()).toMatchObject([{ state: "dead", errorCode: "not-ready" }]);
    expect(await askForWriting(house)).toBe(0);
    const [state] = await house.database.transaction((tx) => tx.select().from(connectionStates));
    expect(state).toMatchObject({ errorCode: "not-ready", failures: 8 });
  });
});

const scratch = mkdtempSync(join(tmpdir(), "wardlight-write-back-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A process that writes back until nothing waits; at most two requests' time apart from being killed. */
const WRITER = `
  import { readFileSync } from "node:fs";
  import { openEmbeddedDatabase, openServerDatabase } from "@/lib/io/database/database";
  import { migrateDatabase } from "@/lib/io/database/migrate-database";
  import { testVault } from "@/lib/io/database/test-database";
  import { openFhirClient } from "@/lib/io/fhir-client";
  import { writePredictions } from "@/lib/services/write-predictions";
  const [place, baseUrl, now] = process.argv.slice(2);
  const database = place.startsWith("postgres:") ? openServerDatabase(place, () => {}) : await openEmbeddedDatabase(place, process.cwd());
  await migrateDatabase(database, testVault, process.cwd());
  const log = { debug() {}, info() {}, warn() {}, error(...said) { console.error(...said); } };
  const model = { facts: { task: "readmission", version: "1.0.0", learntFrom: "nowhere" } };
  const house = { database, vault: testVault, log, model, isDemo: true, sealer: { wake() {} }, changeFeed: { announce: async () => {} }, clock: { now: () => new Date(now) } };
  const client = openFhirClient({ baseUrl });
  console.log("ready");
  while ((await writePredictions(house, { system: "test" }, { client })).written > 0);
  await database.close();`;
let script: string;
beforeAll(() => {
  script = buildTestProcess(scratch, WRITER);
});

describe.each(testDatabases)("a writer killed in the middle, $kind", ({ open }) => {
  it.skipIf(!open)("loses nothing and doubles nothing", { timeout: 180_000 }, async () => {
    if (!open) return;
    const PREDICTIONS = 12;
    const server = await startTestWritingServer();
    const opened = await open();
    const house = await openTestHouse(opened);
    for (let n = 0; n < PREDICTIONS; n++) await store(house, readingOf(`k${n}`, { probability: 0.1 + n / 100 }));
    await setWriteBack(house, house.people.administrator, ON);
    expect(await askForWriting(house)).toBe(PREDICTIONS);
    // One process at a time has an embedded database open: this one leaves it to the writer meanwhile.
    const [here] = await house.database.transaction((tx) => tx.select().from(instance).limit(1));
    expect(here).toBeDefined();
    const place = opened.url ?? opened.directory ?? "";
    if (opened.url === null) await opened.database.close();

    server.delayMs = 15;
    let at = house.now.getTime();
    for (const requests of [3, 4, 8]) {
      server.asked.length = 0;
      const writer = startTestProcess(script, [place, server.baseUrl, new Date(at).toISOString()]);
      await killWhen(writer, () => server.asked.length >= requests);
      // Longer than a lease.
      at += 3 * 60_000;
    }
    const database = opened.url === null ? await openEmbeddedDatabase(place, testRoot) : opened.database;
    const after = Object.assign(house, { database, now: new Date(at) });
    const client = openFhirClient({ baseUrl: server.baseUrl });
    while ((await writePredictions(after, SYSTEM, { client })).written > 0);

    const assessments = await server.all("RiskAssessment");
    const named = assessments.map(({ identifier }) => text(node(nodes(identifier)[0]).value));
    expect(named).toHaveLength(PREDICTIONS);
    expect(new Set(named).size).toBe(PREDICTIONS);
    const targets = (await server.all("Provenance")).map(({ target }) => text(nodes(target)[0]?.reference));
    expect(targets.sort()).toEqual(assessments.map(({ id }) => `RiskAssessment/${id}`).sort());
    const rows = await database.transaction((tx) => tx.select().from(writtenPredictions));
    expect(rows.map(({ reference }) => reference).sort()).toEqual(targets);
    expect(await database.transaction((tx) => tx.select().from(tasks))).toEqual([]);
    if (opened.url === null) await database.close();
    await opened.close().catch(() => undefined);
    await server.close();
  });
});
