import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { LOOKED_BACK_DAYS } from "@/lib/core/demand/forecast-accuracy";
import { dayAfter, daysFrom } from "@/lib/core/monitoring/watch-days";
import { openEmbeddedDatabase } from "@/lib/io/database/database";
import { demandForecasts, demandRuns } from "@/lib/io/database/demand-schema";
import { migrateDatabase } from "@/lib/io/database/migrate-database";
import { patients, stays } from "@/lib/io/database/schema";
import { testRoot, testVault } from "@/lib/io/database/test-database";
import { makeForecasts } from "@/lib/services/make-forecasts";
import { sealIdentity } from "@/lib/services/patient-identity";
import { openTestHouse, readingOf } from "@/lib/services/test-house";
import { buildTestProcess, killWhen, startTestProcess } from "@/lib/services/test-process";

const scratch = mkdtempSync(join(tmpdir(), "wardlight-forecasts-crash-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const NOW = "2026-03-10T04:00:00Z";
const TODAY = "2026-03-10";

/** A process that makes forecasts and says how many days it has kept. */
const MAKER = `
  import { openEmbeddedDatabase } from "@/lib/io/database/database";
  import { testRoot, testVault } from "@/lib/io/database/test-database";
  import { makeForecasts } from "@/lib/services/make-forecasts";
  const [place] = process.argv.slice(2);
  const database = await openEmbeddedDatabase(place, testRoot);
  const log = { debug() {}, info() {}, warn() {}, error(...said) { console.error(...said); } };
  const outside = { sealer: { wake() {} }, changeFeed: { announce: async () => {} }, isDemo: true };
  const clock = { now: () => new Date("${NOW}") };
  const house = { ...outside, database, vault: testVault, log, timeZone: "Europe/London", clock };
  await makeForecasts(house, { system: "test" }, {}, ({ kept }) => console.log(kept));`;

/** One patient a day on a ward, for ten weeks. */
async function fill(place: string): Promise<void> {
  const database = await openEmbeddedDatabase(place, testRoot);
  await migrateDatabase(database, testVault, testRoot);
  const house = await openTestHouse({
    ...{ database, vault: testVault, url: null, directory: place, scratch },
    close: () => database.close(),
  });
  const { id, deceased: _, deceasedAt: __, synthetic: ___, ...person } = readingOf("one").patient;
  await database.transaction(async (tx) => {
    const identity = sealIdentity(house.vault, id, person);
    await tx.insert(patients).values({ id, identity, synthetic: true, updatedAt: house.now });
    await tx.insert(stays).values(
      daysFrom(dayAfter(TODAY, -70), dayAfter(TODAY, -1)).map((day) => ({
        ...{ id: day, patientId: id, wardId: "w1", isCurrent: false, updatedAt: house.now },
        ...{ admittedAt: new Date(`${day}T10:00:00Z`), dischargedAt: new Date(`${day}T20:00:00Z`) },
      })),
    );
  });
  await database.close();
}

it("a process killed while it keeps forecasts leaves none half kept, and the next one makes what is missing", {
  timeout: 180_000,
}, async () => {
  const place = join(scratch, "database");
  await fill(place);
  const script = buildTestProcess(scratch, MAKER);
  for (const least of [3, 6]) {
    const maker = startTestProcess(script, [place]);
    await killWhen(maker, () => maker.said().split("\n").length > least);
  }
  const database = await openEmbeddedDatabase(place, testRoot);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const outside = { sealer: { wake() {} }, changeFeed: { announce: async () => {} }, isDemo: true };
  const clock = { now: () => new Date(NOW) };
  // Only what this verb needs is there.
  const house = { ...outside, database, vault: testVault, log, timeZone: "Europe/London", clock };
  const read = () =>
    database.transaction(async (tx) => ({
      runs: await tx.select().from(demandRuns).orderBy(demandRuns.madeOn),
      forecasts: await tx.select().from(demandForecasts).orderBy(demandForecasts.madeOn, demandForecasts.kind),
    }));
  const before = await read();
  expect(before.runs.length).toBeGreaterThanOrEqual(6);
  expect(before.runs.length).toBeLessThan(LOOKED_BACK_DAYS + 1);
  expect(before.runs.map(({ madeOn }) => madeOn)).not.toContain(TODAY);
  await makeForecasts(house as never, { system: "test" }, {});
  const after = await read();
  expect(after.runs.map(({ madeOn }) => madeOn)).toEqual(daysFrom(dayAfter(TODAY, -LOOKED_BACK_DAYS), TODAY));
  for (const { madeOn, tooShort } of after.runs) {
    const own = after.forecasts.filter((row) => row.madeOn === madeOn);
    // Admissions, discharges and the census, of the hospital and of its ward: each forecast or said to be too short.
    expect(own.length + tooShort.length).toBe(6);
  }
  const kept = new Set(before.runs.map(({ madeOn }) => madeOn));
  expect(after.forecasts.filter(({ madeOn }) => kept.has(madeOn))).toEqual(before.forecasts);
  await database.close();
});
