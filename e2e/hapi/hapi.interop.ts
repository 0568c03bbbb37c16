import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { FEED_TYPES } from "@/lib/core/feed/feed-queries";
import { type FhirResource, text } from "@/lib/core/fhir/resource";
import { resources } from "@/lib/io/database/schema";
import { type TestDatabase, testDatabases, testRoot } from "@/lib/io/database/test-database";
import { openFhirClient } from "@/lib/io/fhir-client";
import type { ServingModel } from "@/lib/services/house";
import { importBulk } from "@/lib/services/import-bulk";
import { importBundles } from "@/lib/services/import-bundles";
import { openServingModel } from "@/lib/services/serving-model";
import { syncFeed } from "@/lib/services/sync-feed";
import { openTestHouse, type TestHouse } from "@/lib/services/test-house";
import { setWriteBack } from "@/lib/services/write-back-setting";
import { askForWriting, writePredictions } from "@/lib/services/write-predictions";
import { currentScores } from "./current-scores";

/** Where scripts/interop.mjs started HAPI FHIR. */
const baseUrl = process.env.HAPI_BASE_URL ?? "";
const operator = { system: "test" };
const NOW = "2026-03-10T09:00:00.000Z";
const bundles = makeHospital({ seed: "hapi", now: NOW, pastDays: 0 }).current.slice(0, 10);
const own = bundles.map(({ entry = [] }) => entry.map(({ resource }) => resource as unknown as FhirResource));
// Without the second HAPI answers a search from its last result.
const json = { "content-type": "application/fhir+json", "cache-control": "no-cache" };

async function ask(path: string, method = "GET", body?: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${baseUrl}/${path}`, {
    method,
    headers: json,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const said = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(said).slice(0, 600)}`);
  return said;
}

const count = async (query: string): Promise<number> => Number((await ask(`${query}&_summary=count`)).total);

beforeAll(async () => {
  for (const some of own) {
    const entry = some.map((resource) => ({
      resource,
      request: { method: "PUT", url: `${resource.resourceType}/${resource.id}` },
    }));
    await ask("", "POST", { resourceType: "Bundle", type: "transaction", entry });
  }
}, 300_000);

describe("the client against HAPI FHIR", () => {
  it("reads what the server says it can do", async () => {
    const capabilities = await openFhirClient({ baseUrl }).capabilities();
    expect(capabilities).toMatchObject({ hasEverything: true });
  });

  it.each([...FEED_TYPES])("finds every %s page after page, counted against what the server says", async (type) => {
    const client = openFhirClient({ baseUrl, pageSize: 7 });
    for (const some of own.slice(0, 4)) {
      const id = text(some.find(({ resourceType }) => resourceType === "Patient")?.id) ?? "";
      const found = await client.search({ type, parameters: { patient: id } });
      const made = some.filter(({ resourceType }) => resourceType === type).map((resource) => resource.id);
      expect(found.resources.map((resource) => resource.id).sort()).toEqual(made.sort());
      expect(found).toMatchObject({ isComplete: true });
    }
  });
});

describe.each(testDatabases)("Wardlight beside HAPI FHIR, $kind", ({ kind, open }) => {
  let opened: TestDatabase;
  let house: TestHouse & { fhir?: TestHouse["fhir"] };
  let model: ServingModel;
  beforeAll(async () => {
    if (!open) return;
    opened = await open();
    model = await openServingModel(testRoot);
    house = Object.assign(await openTestHouse(opened, model), { fhir: { baseUrl, signIn: null } });
    house.now = new Date(NOW);
  });
  afterAll(async () => {
    await model?.close();
    await opened?.close();
  });

  it.skipIf(!open)("scores whoever is in hospital as from the records themselves", async () => {
    expect(await syncFeed(house, operator, { baseUrl, past: "complete" })).toMatchObject({ patients: 10, notFound: 0 });
    const other = await open?.();
    if (other === undefined) return;
    const direct = await openTestHouse(other, model);
    direct.now = new Date(NOW);
    await importBundles(direct, operator, { bundles, past: "complete" });
    const expected = await currentScores(direct);
    await other.close();
    expect(expected.length).toBe(10);
    expect(await currentScores(house)).toEqual(expected);
  });

  it.skipIf(!open)("reads what changed since, and keeps it", async () => {
    const lab = own[0]?.find(({ resourceType }) => resourceType === "Observation");
    const note = `changed ${Date.now()}`;
    await ask(`Observation/${lab?.id}`, "PUT", { ...lab, note: [{ text: note }] });
    house.now = new Date(house.now.getTime() + 60_000);
    await syncFeed(house, operator, { baseUrl, past: "complete" });
    const rows = await house.database.transaction((tx) => tx.select().from(resources));
    const kept = rows.filter(({ type, id }) => type === "Observation" && id === lab?.id);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.updatedAt.getTime()).toBe(house.now.getTime());
  });

  it.skipIf(!open)("writes each prediction once, which the server finds valid", async () => {
    await setWriteBack(house, house.people.administrator, { isOn: true, organisation: "Test hospital" });
    const client = openFhirClient({ baseUrl });
    const asked = await askForWriting(house);
    expect(asked).toBeGreaterThan(0);
    const before = await count("RiskAssessment?_lastUpdated=gt1900-01-01");
    expect(await writePredictions(house, operator, { client })).toMatchObject({ written: asked, failed: 0 });
    const after = await count("RiskAssessment?_lastUpdated=gt1900-01-01");
    expect(after - before).toBe(asked);
    expect(await askForWriting(house)).toBe(0);
    const page = await ask("RiskAssessment?_count=3&_sort=-_lastUpdated");
    const written = (page.entry as { resource: FhirResource }[]).map(({ resource }) => resource);
    for (const resource of written) {
      const said = await ask("RiskAssessment/$validate", "POST", resource);
      const errors = (said.issue as { severity: string }[]).filter(({ severity }) => /error|fatal/.test(severity));
      expect(errors).toEqual([]);
      expect(await count(`Provenance?target=RiskAssessment/${resource.id}`)).toBe(1);
    }
  });

  // HAPI takes two minutes over an export; what either database does with one is tested elsewhere.
  it.skipIf(!open || !kind.startsWith("embedded"))("reads a Bulk Data export of the same patients", async () => {
    const another = await open?.();
    if (another === undefined) return;
    const bulk = Object.assign(await openTestHouse(another, model), { fhir: { baseUrl, signIn: null } });
    bulk.now = new Date(NOW);
    const outcome = await importBulk(bulk, operator, { baseUrl, level: "patient" });
    expect(outcome).toMatchObject({ state: "partial", complaints: 1, patients: 10, badLines: 0 });
    const scores = await currentScores(bulk);
    await another.close();
    // Asked for patients alone, HAPI exports no places; a stay's score does not rest on them.
    expect(scores).toEqual(await currentScores(house));
  });
});
