import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGrantedFhir } from "@/lib/io/granted-fhir";

const condition = (id: string) => ({
  resource: { resourceType: "Condition", id, subject: { reference: "Patient/p1" } },
});
const bundle = (entry: object[], rest: object = {}) => ({ resourceType: "Bundle", type: "searchset", entry, ...rest });

describe("a FHIR server read with a token that was sent along", () => {
  let server: Server;
  let origin: string;
  let asked: { url: string; authorization: string | undefined }[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const json = (response: ServerResponse, body: unknown, status = 200) => {
    response.writeHead(status, { "content-type": "application/fhir+json" });
    response.end(JSON.stringify(body));
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push({ url: request.url ?? "", authorization: request.headers.authorization });
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    asked = [];
  });
  const open = (budgetMs = 2000) => openGrantedFhir({ baseUrl: `${origin}/fhir`, token: "granted", budgetMs });

  it("is read to its last page, the token with every call", async () => {
    answer = ({ url }, response) =>
      url?.includes("page=2")
        ? json(response, bundle([condition("c2")], { total: 2 }))
        : json(
            response,
            bundle([condition("c1")], { total: 2, link: [{ relation: "next", url: `${origin}/fhir?page=2` }] }),
          );
    const found = await open().ask("Condition?patient=p1");
    expect(found?.map(({ resource }) => resource.id)).toEqual(["c1", "c2"]);
    expect(asked).toEqual([
      { url: "/fhir/Condition?patient=p1", authorization: "Bearer granted" },
      { url: "/fhir?page=2", authorization: "Bearer granted" },
    ]);
  });

  it("is never followed elsewhere: no page beyond its base, no other host, no redirect", async () => {
    for (const url of [
      `${origin}/other?page=2`,
      `${origin}/fhirs/x`,
      "https://evil.example/fhir?page=2",
      "//evil.example/",
    ]) {
      asked = [];
      answer = (_request, response) => json(response, bundle([condition("c1")], { link: [{ relation: "next", url }] }));
      expect(await open().ask("Condition?patient=p1")).toBeNull();
      expect(asked).toHaveLength(1);
    }
    asked = [];
    answer = (_request, response) => response.writeHead(302, { location: `${origin}/fhir/there` }).end();
    expect(await open().ask("Patient/p1")).toBeNull();
    expect(asked).toHaveLength(1);
    for (const query of ["//evil.example/x", "https://evil.example/x", "../admin"]) {
      asked = [];
      expect(await open().ask(query)).toBeNull();
      expect(asked).toEqual([]);
    }
  });

  it("gives nothing rather than a part", async () => {
    const failure = { resource: { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "timeout" }] } };
    for (const body of [
      bundle([condition("c1")], { total: 2 }),
      bundle([condition("c1"), failure]),
      failure.resource,
      { nothing: true },
    ]) {
      answer = (_request, response) => json(response, body);
      expect(await open().ask("Condition?patient=p1")).toBeNull();
    }
    answer = (_request, response) => json(response, {}, 403);
    expect(await open().ask("Patient/p1")).toBeNull();
    answer = (_request, response) =>
      json(response, bundle([], { link: [{ relation: "next", url: `${origin}/fhir?again` }] }));
    expect(await open().ask("Condition?patient=p1")).toBeNull();
    expect(asked.length).toBeLessThan(100);
  });

  it("has one time limit for all that is asked, and one of size", async () => {
    answer = () => {};
    const before = Date.now();
    const slow = open(300);
    expect(await Promise.all([slow.ask("Patient/p1"), slow.ask("Condition?patient=p1")])).toEqual([null, null]);
    expect(await slow.ask("Patient/p1")).toBeNull();
    expect(Date.now() - before).toBeLessThan(2000);
    answer = (_request, response) => response.end(`{"resourceType":"Patient","id":"${"x".repeat(25 * 1024 * 1024)}"}`);
    expect(await open(10_000).ask("Patient/p1")).toBeNull();
  });

  it("is not asked at all where the way there is not safe", async () => {
    const unsafe = openGrantedFhir({ baseUrl: "http://ehr.example/fhir", token: "granted", budgetMs: 500 });
    expect(await unsafe.ask("Patient/p1")).toBeNull();
  });
});
