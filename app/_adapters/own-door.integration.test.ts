import { once } from "node:events";
import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestDoor } from "@/app/_adapters/api/test-door";
import { type TestDatabase, testDatabases, testRoot } from "@/lib/io/database/test-database";
import { addConnection } from "@/lib/services/connections";
import type { ServingModel } from "@/lib/services/house";
import { keepHouse, type RunningHouse } from "@/lib/services/running-house";
import { openServingModel } from "@/lib/services/serving-model";
import { canaryBundle } from "@/lib/services/test-canary";
import { openTestHouse, type TestHouse } from "@/lib/services/test-house";

vi.mock("server-only", () => ({}));

const [embedded] = testDatabases;
const MEGABYTE = 1024 * 1024;
const PREDICT = "/api/v1/predict?now=2026-03-10T09:00:00Z";

describe("the door ahead of the framework", () => {
  let opened: TestDatabase;
  let house: TestHouse;
  let model: ServingModel;
  let server: Server;
  let base = "";
  let key = "";

  beforeAll(async () => {
    if (!embedded?.open) throw new Error("The embedded database is always there.");
    opened = await embedded.open();
    model = await openServingModel(testRoot);
    house = await openTestHouse(opened, model);
    const wanted = { kind: "api-client" as const, name: "Board", settings: { scopes: ["predict" as const] } };
    key = (await addConnection(house, { system: "test" }, { ...wanted, wardIds: ["w1"] })).secret ?? "";
    const environment = { baseUrl: "http://127.0.0.1", sessionSecret: "x".repeat(32) };
    keepHouse({ ...house, model: house.model, environment } as unknown as RunningHouse);
    const { openOwnDoor } = await import("@/app/_adapters/own-door");
    server = createServer((asked, response) => {
      if (!openOwnDoor(asked, response)) response.writeHead(418).end("left to the routes");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    keepHouse(null);
    server?.close();
    await model?.close();
    await opened?.close();
  });

  const headers = (): Record<string, string> => ({ "X-API-Key": key, "Content-Type": "application/fhir+json" });
  const send = (body: string, more: Record<string, string> = {}) =>
    fetch(`${base}${PREDICT}`, { method: "POST", body, headers: { ...headers(), ...more } });

  it("scores a patient as the route does: the same text under the same headers", async () => {
    const bundle = canaryBundle("p1", "w1");
    const [here, there] = [
      await send(JSON.stringify(bundle)),
      await openTestDoor(house).ask("predict", {
        headers: headers(),
        query: "?now=2026-03-10T09:00:00Z",
        body: bundle,
      }),
    ];
    expect(here.status).toBe(200);
    const said = await here.text();
    expect(JSON.parse(said).stays).not.toEqual([]);
    expect(said).toBe(await there.text());
    for (const [name, value] of there.headers) expect(here.headers.get(name), name).toBe(value);
    expect(here.headers.get("content-length")).toBe(String(Buffer.byteLength(said)));
    const lines = await send(JSON.stringify(bundle), { Accept: "application/x-ndjson" });
    expect(lines.headers.get("content-type")).toBe("application/x-ndjson");
  });

  it("refuses as the route does", async () => {
    const statuses: Record<string, number> = {};
    for (const [what, body, more] of [
      ["cut off", "{", {}],
      ["no JSON", "{}", { "Content-Type": "text/plain" }],
      ["nobody's key", "{}", { "X-API-Key": `${key}x` }],
      ["another site's page", "{}", { "X-API-Key": "", Origin: "https://elsewhere.test", Cookie: "a=b" }],
    ] as const) {
      const answer = await send(body, more);
      statuses[what] = answer.status;
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
    }
    expect(statuses).toEqual({ "cut off": 400, "no JSON": 415, "nobody's key": 401, "another site's page": 401 });
    const cookieOnly = { "Content-Type": "application/json", Cookie: "a=b" };
    const elsewhere = { method: "POST", body: "{}", headers: { ...cookieOnly, Origin: "https://elsewhere.test" } };
    expect((await fetch(`${base}${PREDICT}`, elsewhere)).status).toBe(403);
    expect((await fetch(`${base}${PREDICT}`, { method: "POST", body: "{}", headers: cookieOnly })).status).toBe(401);
  });

  it("answers whoever sends too much while they are sending it, whether they said how much or not", async () => {
    const sent = request(`${base}${PREDICT}`, { method: "POST", headers: headers() });
    const part = Buffer.alloc(MEGABYTE, 32);
    const answered = once(sent, "response");
    for (let at = 0; at < 22; at++) sent.write(part);
    const [answer] = await answered;
    expect(answer.statusCode).toBe(413);
    expect(await text(answer)).toContain("at most 20 MB");
    sent.destroy();
    const said = await send(" ".repeat(21 * MEGABYTE));
    expect(said.status).toBe(413);
  });

  it("goes on with the same connection after a body that was too large", async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const large = request(`${base}${PREDICT}`, { method: "POST", headers: headers(), agent });
      const answered = once(large, "response");
      large.end(Buffer.alloc(32 * MEGABYTE, 32));
      const [refused] = await answered;
      const port = large.socket?.localPort;
      expect([refused.statusCode, (await text(refused)).includes("at most 20 MB")]).toEqual([413, true]);
      const next = request(`${base}${PREDICT}`, { method: "POST", headers: headers(), agent });
      next.end("{");
      const [answer] = await once(next, "response");
      expect([answer.statusCode, next.socket?.localPort]).toEqual([400, port]);
      answer.resume();
    } finally {
      agent.destroy();
    }
  });

  it("leaves alone what is the routes' to answer", async () => {
    for (const [method, path] of [
      ["GET", "/api/v1/predict"],
      ["POST", "/api/v1/predict/"],
      ["POST", "/api/v1/predictions"],
      ["GET", "/api/v1/stays"],
    ] as const)
      expect((await fetch(`${base}${path}`, { method })).status, `${method} ${path}`).toBe(418);
  });
});
