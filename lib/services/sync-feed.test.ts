import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { patients, predictions, resources, stays } from "@/lib/io/database/schema";
import { testRoot } from "@/lib/io/database/test-database";
import { openFhirClient } from "@/lib/io/fhir-client";
import { type FhirServer, startFhirServer } from "@/lib/io/fhir-server";
import { findReadSince } from "@/lib/services/data-age";
import { importBundles } from "@/lib/services/import-bundles";
import { syncFeed } from "@/lib/services/sync-feed";
import { lastAudit, openTestHouse, type TestHouse } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

const operator = { system: "test" };
const NOW = "2026-03-10T09:00:00.000Z";
const moment = { seed: "test", now: NOW };
const hospital = makeHospital({ ...moment, pastDays: 0 });

let server: FhirServer;
beforeAll(async () => {
  server = await startFhirServer(moment, testRoot);
});
afterAll(async () => {
  await server?.close();
});

describe("the demo hospital's FHIR server", () => {
  const get = (path: string, init?: RequestInit) => fetch(`${server.baseUrl}/${path}`, init);

  it("is on this machine alone, and answers reads and searches as FHIR", async () => {
    expect(server.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/fhir$/);
    const response = await get("Patient/pat-0001");
    expect(response.headers.get("content-type")).toMatch(/^application\/fhir\+json/);
    expect(await response.json()).toMatchObject({ resourceType: "Patient", id: "pat-0001" });
    const bundle = await (await get("Encounter?status=in-progress&class=IMP&_count=50")).json();
    expect(bundle).toMatchObject({ resourceType: "Bundle", type: "searchset" });
    expect(bundle.entry).toHaveLength(50);
    expect(bundle.link).toContainEqual({
      relation: "next",
      url: "Encounter?status=in-progress&class=IMP&_count=50&_offset=50",
    });
  });

  it("says no in FHIR's words, and is read only", async () => {
    for (const path of ["Patient/nobody", "Observation/none", "$everything", "Patient/pat-0001/_history"]) {
      const response = await get(path);
      expect([response.status, (await response.json()).resourceType]).toEqual([404, "OperationOutcome"]);
    }
    const put = await get("Patient/pat-0001", { method: "PUT", body: "{}" });
    expect(put.status).toBe(405);
    expect(await (await get("Patient/pat-0001")).json()).toMatchObject({ gender: expect.any(String) });
  });

  it("holds exactly what the generator made of each patient", async () => {
    const client = openFhirClient({ baseUrl: server.baseUrl });
    for (const { entry = [] } of hospital.current.slice(0, 5)) {
      const own = entry.flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
      const id = own.find(({ resourceType }) => resourceType === "Patient")?.id ?? "";
      for (const type of ["Encounter", "Condition", "Observation", "MedicationRequest", "Procedure"]) {
        const { resources: found } = await client.search({ type, parameters: { patient: id } });
        const made = own.filter(({ resourceType }) => resourceType === type);
        const bare = (some: readonly object[]) =>
          some
            .map((resource) => ({ ...(resource as Record<string, unknown>), meta: null }))
            .sort((a, b) => String((a as { id?: unknown }).id).localeCompare(String((b as { id?: unknown }).id)));
        expect(bare(found)).toEqual(bare(JSON.parse(JSON.stringify(made))));
      }
    }
  });
});

describeScoringHouse("sync-feed on a database", ({ house, model, openAnother }) => {
  beforeAll(async () => {
    house.now = new Date(NOW);
  });

  const current = ({ database }: TestHouse) =>
    database.transaction((tx) =>
      tx
        .select({ id: stays.id, probability: predictions.probability, features: predictions.features })
        .from(stays)
        .innerJoin(predictions, eq(predictions.id, stays.predictionId))
        .where(and(eq(stays.isCurrent, true), isNull(stays.goneAt)))
        .orderBy(stays.id),
    );
  const oldest = async () => {
    const rows = await house.database.transaction((tx) => tx.select({ at: patients.updatedAt }).from(patients));
    return new Date(Math.min(...rows.map(({ at }) => at.getTime()))).toISOString();
  };

  it("reads everyone who is in hospital, and says the same of them as their Bundles would", async () => {
    const said = await syncFeed(house, operator, { baseUrl: server.baseUrl, past: "complete" });
    expect(said).toMatchObject({ patients: 124, notFound: 0 });
    expect(await lastAudit(house)).toMatchObject({ verb: "sync-feed", outcome: "done", detail: said });
    const overFhir = await current(house);
    expect(overFhir).toHaveLength(124);
    const other = await openAnother();
    const direct = await openTestHouse(other, model);
    direct.now = new Date(NOW);
    for (let from = 0; from < hospital.current.length; from += 25)
      await importBundles(direct, operator, { bundles: hospital.current.slice(from, from + 25), past: "complete" });
    const fromBundles = await current(direct);
    await other.close();
    expect(overFhir).toEqual(fromBundles);
  });

  it("finds nothing new when read again, and what is shown is as fresh as the reading", async () => {
    house.now = new Date("2026-03-10T09:05:00.000Z");
    const again = await syncFeed(house, operator, { baseUrl: server.baseUrl, past: "complete" });
    expect(again).toMatchObject({ patients: 124, resources: 0 });
    expect(await oldest()).toBe("2026-03-10T09:05:00.000Z");
  });

  it("leaves everything as it was, also its age, where nobody could be read", async () => {
    house.now = new Date("2026-03-10T09:10:00.000Z");
    let asked = 0;
    // Passes everything on until it breaks.
    const broken: Server = createServer(async (request, response) => {
      asked++;
      if (asked > 40) return response.writeHead(403).end("{}");
      const answer = await fetch(server.baseUrl + (request.url ?? ""));
      response.writeHead(answer.status).end(await answer.text());
    });
    await new Promise<void>((done) => broken.listen(0, "127.0.0.1", done));
    const baseUrl = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`;
    await expect(syncFeed(house, operator, { baseUrl })).rejects.toMatchObject({ code: "not-ready" });
    expect(asked).toBeGreaterThan(40);
    expect(await oldest()).toBe("2026-03-10T09:05:00.000Z");
    expect(await lastAudit(house)).toMatchObject({ verb: "sync-feed", outcome: "refused" });
    const age = await house.database.transaction(findReadSince);
    expect(age?.toISOString()).toBe("2026-03-10T09:05:00.000Z");
    broken.closeAllConnections();
    broken.close();
  });

  it("sees that a patient has left, though the source's own list no longer names them", async () => {
    house.now = new Date("2026-03-10T12:00:00.000Z");
    const left = (await current(house))[0]?.id ?? "";
    // The same server, but for one Encounter that has ended.
    const later: Server = createServer(async (request, response) => {
      const answer = await fetch(server.baseUrl + (request.url ?? ""));
      const body = await answer.json();
      const isList = request.url?.includes("status=in-progress") === true;
      body.entry = body.entry
        ?.filter(({ resource }: { resource: { id: string } }) => !isList || resource.id !== left)
        .map(({ resource }: { resource: Record<string, unknown> }) => ({
          resource:
            resource.id === left
              ? {
                  ...resource,
                  status: "finished",
                  period: { ...(resource.period as object), end: "2026-03-10T11:00:00Z" },
                }
              : resource,
        }));
      if (isList) body.total -= 1;
      response.writeHead(answer.status).end(JSON.stringify(body));
    });
    await new Promise<void>((done) => later.listen(0, "127.0.0.1", done));
    const baseUrl = `http://127.0.0.1:${(later.address() as AddressInfo).port}`;
    expect(await syncFeed(house, operator, { baseUrl })).toMatchObject({ patients: 124, resources: 1 });
    expect((await current(house)).map(({ id }) => id)).not.toContain(left);
    later.closeAllConnections();
    later.close();
  });

  it("is for the system alone", async () => {
    for (const who of ["nurse", "clinician", "administrator", "data-scientist", "compliance"] as const)
      await expect(syncFeed(house, house.people[who], { baseUrl: server.baseUrl })).rejects.toMatchObject({
        code: "forbidden",
      });
    expect(await house.database.transaction((tx) => tx.$count(resources))).toBeGreaterThan(10_000);
  });
});
