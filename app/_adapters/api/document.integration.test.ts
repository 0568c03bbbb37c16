import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { apiDocument, scopeOf } from "@/app/_adapters/api/document";
import { OPERATIONS } from "@/app/_adapters/api/operations";
import { openTestDoor, operationOf, type Sent, type TestDoor } from "@/app/_adapters/api/test-door";
import { mayUse, ROLES } from "@/lib/core/access/access";
import { makeHospital } from "@/lib/core/demo/make-hospital";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { preparePatient } from "@/lib/core/fhir/prepare-patient";
import { stays } from "@/lib/io/database/schema";
import { addConnection } from "@/lib/services/connections";
import { keepShipped } from "@/lib/services/keep-shipped";
import { shelfOf } from "@/lib/services/model-shelf";
import { insertTestAlert } from "@/lib/services/test-alert-rule";
import { readingOf, store } from "@/lib/services/test-house";
import { describeScoringHouse } from "@/lib/services/test-suite";

const root = join(import.meta.dirname, "../../..");

/** Paths and methods of the route files, as OpenAPI writes them. */
function routes(): string[] {
  const folder = join(root, "app/api/v1");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("route.ts"))
    .flatMap((name) => {
      const path = `/api/v1/${name.replaceAll("\\", "/").replace("/route.ts", "")}`.replace(/\[(\w+)\]/g, "{$1}");
      const text = readFileSync(join(folder, name), "utf8");
      const methods = [...text.matchAll(/export (?:async )?(?:const|function) (GET|POST|PUT|PATCH|DELETE)\b/g)];
      return methods.map(([, method]) => `${method} ${path}`);
    })
    .sort();
}

describe("the document", () => {
  const document = apiDocument();

  it("has every route under /api/v1 and no other", () => {
    expect(routes().length).toBeGreaterThan(10);
    const documented = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(routes());
  });

  it("is OpenAPI 3.1, whole by itself, and says of each operation who may", () => {
    expect(document.openapi).toBe("3.1.0");
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(5);
    for (const name of references) expect(document.components?.schemas).toHaveProperty(name ?? "");
    for (const operation of OPERATIONS) expect(scopeOf(operation) === null).toBe(!mayUse("client", operation.verbName));
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
  });
});

describeScoringHouse("every operation answers as documented", ({ house, model }) => {
  let door: TestDoor;
  let key = "";
  let stayId = "";
  let predictionId = "";

  beforeAll(async () => {
    await keepShipped(house, shelfOf(house), root);
    door = openTestDoor(house);
    await store(house, readingOf("p1"));
    await store(house, readingOf("p2", { wardId: "w2" }));
    await store(house, readingOf("p3", { probability: null }));
    const rows = await house.database.transaction((tx) => tx.select().from(stays));
    stayId = "stay-p1";
    predictionId = rows.find(({ id }) => id === stayId)?.predictionId ?? "";
    const scopes = [...new Set(OPERATIONS.flatMap((operation) => scopeOf(operation) ?? []))];
    const wanted = { kind: "api-client" as const, name: "Everything", settings: { scopes }, wardIds: ["w1"] };
    key = (await addConnection(house, { system: "test" }, wanted)).secret ?? "";
  });

  // A patient of the demo hospital whom the model is for.
  const bundle = makeHospital({ seed: "test", now: "2026-03-10T09:00:00.000Z" }).current.find((one) =>
    preparePatient(resourceEntries(one)).stays.some(({ applicability }) => applicability.inScope),
  );
  const idOf = async (id: string, sent: Sent): Promise<string> => {
    const made = await (await door.ask(id, { ...sent, headers: { "X-API-Key": key } })).json();
    return Array.isArray(made) ? made[0].id : made.id;
  };
  const newFlag = () => ({ body: { stayId, predictionId, kind: "too-high", note: String(Math.random()) } });
  const newNote = () => ({ body: { stayIds: [stayId], kind: "call", note: String(Math.random()) } });

  /** An alert under a rule of its own. */
  const raisedAlert = (): Promise<string> => insertTestAlert(house, { wardId: "w1", stayId, predictionId });

  /** A call of each operation; a new one must say here what a call is. */
  const CALLS: Readonly<Record<string, () => Sent | Promise<Sent>>> = {
    predict: () => ({ body: bundle }),
    listPredictions: () => ({ query: "?limit=1" }),
    listStays: () => ({}),
    followChanges: () => ({ query: "?after=0" }),
    readStay: () => ({ params: { id: stayId } }),
    findPatients: () => ({ body: { text: "testcase" } }),
    listFlags: () => ({ query: "?kind=too-high" }),
    flagPrediction: newFlag,
    withdrawFlag: async () => ({ params: { id: await idOf("flagPrediction", newFlag()) } }),
    noteIntervention: newNote,
    withdrawIntervention: async () => ({ params: { id: await idOf("noteIntervention", newNote()) } }),
    listAlerts: () => ({}),
    actOnAlert: async () => ({ params: { id: await raisedAlert() }, body: { step: { kind: "snooze", minutes: 30 } } }),
    readModels: () => ({}),
    readSourceAttributes: () => ({ params: { version: model.facts.version } }),
    readModelReport: () => ({ params: { id: "00000000-0000-4000-8000-000000000000" } }),
    readPatientFlow: () => ({ query: "?ward=w1" }),
    readCensusForecast: () => ({ query: "?surgeFactor=1.2&electivesDelayed=0.5" }),
    readStaffingForecast: () => ({}),
    setStaffing: () => ({
      body: { wardId: "w1", roster: [{ day: "2026-03-12", role: "Nurse", shift: "Day", people: 3 }] },
    }),
    readTheatresForecast: () => ({}),
    readSuppliesForecast: () => ({}),
    setStock: () => ({ body: { item: "Test item", count: 3, deliveries: [{ day: "2026-03-12", count: 2 }] } }),
    readAdmissionForecasts: () => ({ query: "?ward=w1" }),
    readAudit: () => ({}),
  };

  it("each has a call here", () => {
    expect(Object.keys(CALLS).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
  });

  it.each(OPERATIONS.map(({ id }) => id))("%s", async (id) => {
    const operation = operationOf(id);
    const isForPrograms = scopeOf(operation) !== null;
    door.person = isForPrograms ? null : house.people.compliance;
    const sent = (await CALLS[id]?.()) ?? {};
    const headers = { ...(isForPrograms ? { "X-API-Key": key } : {}), ...sent.headers };
    const response = await door.ask(id, { ...sent, headers });
    if (id === "followChanges") {
      expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
      await response.body?.cancel();
      return;
    }
    const text = await response.text();
    if (id === "readModelReport") {
      // There is none in a fresh house: that is a problem, as documented.
      expect(response.status).toBe(404);
      return;
    }
    expect([response.status, response.status < 300 ? "" : text]).toEqual([operation.status, ""]);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("no-store");
    // Strict: a field that is not documented fails here.
    const parsed = operation.answer?.safeParse(JSON.parse(text));
    expect(parsed?.error?.issues ?? []).toEqual([]);
    expect(text).not.toContain("stay-p2");
  });

  it("and lets in nobody without a key, and no key without the scope", async () => {
    door.person = null;
    const scopes = ["notify" as const];
    const wanted = { kind: "api-client" as const, name: "Nothing", settings: { scopes }, wardIds: ["w1"] };
    const powerless = (await addConnection(house, { system: "test" }, wanted)).secret ?? "";
    for (const operation of OPERATIONS) {
      const sent = (await CALLS[operation.id]?.()) ?? {};
      const nobody = await door.ask(operation.id, sent);
      expect([operation.id, nobody.status]).toEqual([operation.id, 401]);
      expect(nobody.headers.get("content-type")).toBe("application/problem+json");
      const refused = await door.ask(operation.id, { ...sent, headers: { "X-API-Key": powerless } });
      expect([operation.id, refused.status]).toEqual([operation.id, 403]);
    }
  });

  it("and people by their role, as on the screens", async () => {
    for (const role of ROLES)
      for (const operation of OPERATIONS.filter(({ method }) => method === "get")) {
        door.person = house.people[role];
        const { status, body } = await door.ask(operation.id, (await CALLS[operation.id]?.()) ?? {});
        await body?.cancel();
        const mayNot = !mayUse(role, operation.verbName);
        expect([role, operation.id, status === 403]).toEqual([role, operation.id, mayNot]);
      }
  });
});
