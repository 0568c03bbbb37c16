import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { CLOSED } from "@/lib/core/feed/circuit";
import { type FhirClientOptions, openFhirClient } from "@/lib/io/fhir-client";

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

type Handler = (request: IncomingMessage, response: ServerResponse, asked: number) => void;

/** A server that answers as it is told, and a client of it that waits without waiting. */
async function serve(handler: Handler, options: Partial<FhirClientOptions> = {}) {
  let asked = 0;
  const made = createServer((request, response) => handler(request, response, asked++));
  server = made;
  await new Promise<void>((done) => made.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(made.address() as AddressInfo).port}/fhir`;
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
  };
  const client = openFhirClient({ baseUrl, wait, ...options });
  return { baseUrl, waits, asked: () => asked, client };
}

const json = (response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) =>
  response.writeHead(status, { "content-type": "application/fhir+json", ...headers }).end(JSON.stringify(body));
const outcome = (code: string) => ({
  resourceType: "OperationOutcome",
  issue: [{ severity: "error", code, diagnostics: "Patient Ada Testcase, born 1950, could not be read" }],
});
const query = { type: "Observation", parameters: { patient: "p1" } };

describe("the FHIR client", () => {
  it("asks as FHIR wants to be asked and reads page after page", async () => {
    const urls: string[] = [];
    const { client } = await serve((request, response, asked) => {
      urls.push(request.url ?? "");
      expect(request.headers.accept).toBe("application/fhir+json");
      const link = asked < 2 ? [{ relation: "next", url: `/fhir/Observation?page=${asked + 1}` }] : [];
      const entry = [
        { resource: { resourceType: "Observation", id: `o${asked}` } },
        { resource: outcome("informational") },
      ];
      json(response, { resourceType: "Bundle", type: "searchset", link, entry });
    });
    expect((await client.search(query)).resources.map(({ id }) => id)).toEqual(["o0", "o1", "o2"]);
    expect(urls).toEqual([
      "/fhir/Observation?patient=p1&_count=200&_total=accurate",
      "/fhir/Observation?page=1",
      "/fhir/Observation?page=2",
    ]);
  });

  it("tries again after 429, 5xx and a cut line, waiting as long as it is asked to, then longer each time", async () => {
    const { client, waits } = await serve((request, response, asked) => {
      if (asked === 0) return json(response, {}, 429, { "retry-after": "2" });
      if (asked === 1) return json(response, {}, 503);
      if (asked === 2) return request.socket.destroy();
      return json(response, { resourceType: "Location", id: "l1" });
    });
    expect(await client.read("Location/l1")).toMatchObject({ id: "l1" });
    expect(waits[0]).toBe(2000);
    expect(waits[1]).toBeGreaterThanOrEqual(500);
    expect(waits[2]).toBeGreaterThan(waits[1] ?? 0);
  });

  it("gives up in one plain sentence that repeats nothing the server said in words", async () => {
    const { client, asked } = await serve((_, response) => json(response, outcome("exception"), 500), { retries: 2 });
    await expect(client.search(query)).rejects.toMatchObject({
      code: "not-ready",
      message: "The FHIR server did not answer as it should (500, exception).",
    });
    expect(asked()).toBe(3);
  });

  it("does not try again where it makes no sense", async () => {
    const refused = await serve((_, response) => json(response, outcome("forbidden"), 403));
    await expect(refused.client.search(query)).rejects.toMatchObject({
      code: "misconfigured",
      message: "The FHIR server does not let Wardlight do this (403, forbidden).",
    });
    expect(refused.asked()).toBe(1);
  });

  it("takes what is not there for not there", async () => {
    const { client } = await serve((_, response, asked) =>
      json(response, outcome("not-found"), asked === 0 ? 404 : 410),
    );
    expect(await client.read("Medication/m1")).toBeNull();
    expect(await client.read("Medication/m1")).toBeNull();
  });

  it("waits for an answer only so long", async () => {
    const { client } = await serve(() => undefined, { timeoutMs: 50, retries: 1 });
    await expect(client.read("Location/l1")).rejects.toMatchObject({ message: "The FHIR server does not answer." });
  });

  it("never follows a page or a redirect to another server", async () => {
    const elsewhere = await serve((_, response) =>
      json(response, { resourceType: "Bundle", link: [{ relation: "next", url: "http://127.0.0.2:1/fhir/x" }] }),
    );
    await expect(elsewhere.client.search(query)).rejects.toThrow("The FHIR server's next page is on another server.");
    const moved = await serve((_, response) => response.writeHead(302, { location: "http://127.0.0.2:1/" }).end(), {
      retries: 0,
    });
    await expect(moved.client.read("Location/l1")).rejects.toThrow("The FHIR server does not answer.");
  });

  it("ends a search whose pages go in circles, and refuses answers that are no Bundle or no JSON", async () => {
    const circle = await serve((_, response) =>
      json(response, { resourceType: "Bundle", link: [{ relation: "next", url: "/fhir/Observation" }] }),
    );
    await expect(circle.client.search(query)).rejects.toThrow("The FHIR server's pages do not end.");
    const odd = await serve((_, response) => json(response, { resourceType: "Patient" }));
    await expect(odd.client.search(query)).rejects.toThrow(/search of Observation with something else/);
    const page = await serve((_, response) => response.end("<html>"), { retries: 1 });
    await expect(page.client.read("Location/l1")).rejects.toThrow("The FHIR server's answer is not FHIR as JSON.");
  });

  it("asks for no more at once than it may", async () => {
    let under = 0;
    let most = 0;
    const { client } = await serve(
      (_, response) => {
        most = Math.max(most, ++under);
        setTimeout(() => {
          under--;
          json(response, { resourceType: "Location", id: "l" });
        }, 5);
      },
      { concurrency: 3 },
    );
    await Promise.all(Array.from({ length: 20 }, (_, i) => client.read(`Location/l${i}`)));
    expect(most).toBe(3);
  });

  const bundle = (ids: readonly string[], rest: object = {}) => ({
    resourceType: "Bundle",
    type: "searchset",
    entry: ids.map((id) => ({ resource: { resourceType: "Observation", id } })),
    ...rest,
  });

  it("counts what came against what the server says there is, and asks once more before it says that some is missing", async () => {
    const lying = await serve((_, response) => json(response, bundle(["a", "b"], { total: 3 })));
    expect(await lying.client.search(query)).toMatchObject({ said: 3, isComplete: false });
    expect(lying.asked()).toBe(2);
    const fleeting = await serve((_, response, asked) =>
      json(response, bundle(["a", "b"], { total: asked === 0 ? 3 : 2, meta: { lastUpdated: "2026-03-10T09:00:00Z" } })),
    );
    expect(await fleeting.client.search(query)).toMatchObject({ isComplete: true, at: "2026-03-10T09:00:00Z" });
    const silent = await serve((_, response) => json(response, bundle(["a", "a"])));
    expect(await silent.client.search(query)).toMatchObject({ said: null, isComplete: true, resources: [{ id: "a" }] });
  });

  it("tries again after half an answer and after one that is no FHIR, whatever they are labelled", async () => {
    const { client, asked } = await serve((_, response, n) => {
      if (n === 0) return response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
      if (n === 1)
        return response.writeHead(200).end(JSON.stringify({ resourceType: "Location", id: "l" }).slice(0, 20));
      if (n === 2) {
        response.writeHead(200, { "content-length": "500" }).write('{"resourceType":');
        return setTimeout(() => response.destroy(), 10);
      }
      return response.writeHead(200, { "content-type": "text/plain" }).end('{"resourceType":"Location","id":"l"}');
    });
    expect(await client.read("Location/l")).toMatchObject({ id: "l" });
    expect(asked()).toBe(4);
  });

  it("understands Retry-After as seconds, as a date by the server's clock and as a moment since 1970", async () => {
    const date = "Tue, 10 Mar 2026 09:00:00 GMT";
    const epoch = Date.parse(date) / 1000;
    const forms = ["3", "Tue, 10 Mar 2026 09:00:05 GMT", String(epoch + 7), String((epoch + 9) * 1000)];
    const { client, waits } = await serve((_, response, n) => {
      const form = forms[n];
      if (form === undefined) return json(response, { resourceType: "Location", id: "l" });
      return json(response, {}, 429, { "retry-after": form, date });
    });
    await client.read("Location/l");
    expect(waits).toEqual([3000, 5000, 7000, 9000]);
  });

  it("leaves a server alone that fails all the time, tries it with one request, and goes on when it is back", async () => {
    let isUp = false;
    let clock = 1_000_000;
    const moves: (number | null)[] = [];
    const { client, asked } = await serve(
      (_, response) => (isUp ? json(response, { resourceType: "Location", id: "l" }) : json(response, {}, 503)),
      { now: () => clock, chance: () => 1, onCircuit: ({ pausedUntil }) => moves.push(pausedUntil) },
    );
    const read = () => client.read("Location/l");
    await expect(read()).rejects.toMatchObject({ code: "not-ready" });
    await expect(read()).rejects.toMatchObject({ code: "busy" });
    expect(asked()).toBe(10);
    await expect(Promise.all([read(), read()])).rejects.toMatchObject({ code: "busy", message: /left alone/ });
    expect(asked()).toBe(10);
    clock += 30_000;
    await expect(Promise.all([read(), read(), read()])).rejects.toMatchObject({ code: "busy" });
    expect(asked()).toBe(11);
    clock += 60_000;
    isUp = true;
    expect(await Promise.all([read(), read(), read()])).toHaveLength(3);
    expect(moves).toEqual([1_030_000, 1_090_000, null]);
  });

  it("goes on leaving a server alone after a restart, and when it asks for long", async () => {
    const known = await serve((_, response) => json(response, { resourceType: "Location", id: "l" }), {
      circuit: { ...CLOSED, failures: 12, pausedUntil: Date.now() + 60_000 },
    });
    await expect(known.client.read("Location/l")).rejects.toMatchObject({ code: "busy" });
    expect(known.asked()).toBe(0);
    const asks = await serve((_, response) => json(response, {}, 429, { "retry-after": "600" }));
    await expect(asks.client.read("Location/l")).rejects.toMatchObject({ code: "busy" });
    await expect(asks.client.read("Location/l")).rejects.toMatchObject({ code: "busy" });
    expect(asks.asked()).toBe(1);
  });

  it("reads the capability statement once, and refuses a server that is not R4", async () => {
    const statement = (fhirVersion: string) => ({
      resourceType: "CapabilityStatement",
      fhirVersion,
      rest: [{ mode: "server", resource: [{ type: "Patient", operation: [{ name: "everything" }] }] }],
    });
    const r4 = await serve((_, response) => json(response, statement("4.0.1")));
    expect((await Promise.all([r4.client.capabilities(), r4.client.capabilities()]))[0].hasEverything).toBe(true);
    expect(r4.asked()).toBe(1);
    const r5 = await serve((_, response) => json(response, statement("5.0.0")));
    await expect(r5.client.capabilities()).rejects.toMatchObject({ code: "misconfigured" });
    const none = await serve((_, response) => json(response, {}, 404));
    expect(await none.client.capabilities()).toMatchObject({ isStated: false, types: null, hasEverything: false });
  });

  it("asks for the capability statement again after a day, and soon where there was none", async () => {
    let clock = Date.parse("2026-03-10T09:00:00Z");
    const { client, asked } = await serve(
      (_, response, n) =>
        n === 0
          ? json(response, {}, 404)
          : json(response, { resourceType: "CapabilityStatement", fhirVersion: n === 1 ? "4.0.1" : "4.0.0" }),
      { now: () => clock },
    );
    const askAfter = async (minutes: number) => {
      clock += minutes * 60_000;
      return [(await client.capabilities()).fhirVersion, asked()];
    };
    expect(await askAfter(0)).toEqual([null, 1]);
    expect(await askAfter(9)).toEqual([null, 1]);
    expect(await askAfter(1)).toEqual(["4.0.1", 2]);
    expect(await askAfter(23 * 60)).toEqual(["4.0.1", 2]);
    expect(await askAfter(60)).toEqual(["4.0.0", 3]);
  });

  it("goes by the last capability statement while the server gives none, and asks again soon", async () => {
    let clock = Date.parse("2026-03-10T09:00:00Z");
    const statuses = [200, 503, 403, 404, 200];
    const { client, asked } = await serve(
      (_, response, n) =>
        statuses[n] === 200
          ? json(response, { resourceType: "CapabilityStatement", fhirVersion: n === 0 ? "4.0.1" : "5.0.0" })
          : json(response, {}, statuses[n]),
      { now: () => clock, retries: 0 },
    );
    const askAfter = async (minutes: number) => {
      clock += minutes * 60_000;
      return [(await client.capabilities()).fhirVersion, asked()];
    };
    expect(await askAfter(0)).toEqual(["4.0.1", 1]);
    expect(await askAfter(24 * 60)).toEqual(["4.0.1", 2]);
    expect(await askAfter(9)).toEqual(["4.0.1", 2]);
    expect(await askAfter(1)).toEqual(["4.0.1", 3]);
    expect(await askAfter(10)).toEqual(["4.0.1", 4]);
    // A server that says it is another version is not read on the strength of what it was.
    clock += 10 * 60_000;
    await expect(client.capabilities()).rejects.toMatchObject({ code: "misconfigured" });
  });

  it("makes a resource once however often it is sent, and says which", async () => {
    const kept = new Map<string, string>();
    const { client, baseUrl } = await serve((request, response, n) => {
      const key = String(request.headers["if-none-exist"]);
      const known = kept.get(key);
      if (known === undefined) kept.set(key, `r${kept.size + 1}`);
      // Made, but the answer is lost: sent again it must be the same one.
      if (n === 0) return request.socket.destroy();
      const id = kept.get(key);
      const location = `${baseUrl}/RiskAssessment/${id}/_history/1`;
      return response.writeHead(known === undefined ? 201 : 200, { location }).end();
    });
    const resource = { resourceType: "RiskAssessment", status: "final" };
    expect(await client.create(resource, "identifier=s|1")).toEqual({ reference: "RiskAssessment/r1", isNew: false });
    expect(await client.create(resource, "identifier=s|2")).toEqual({ reference: "RiskAssessment/r2", isNew: true });
    expect(kept.size).toBe(2);
    const twice = await serve((_, response) => json(response, outcome("multiple-matches"), 412));
    await expect(twice.client.create(resource, "identifier=s|1")).rejects.toMatchObject({ code: "conflict" });
  });

  it("refuses an address that is none", () => {
    for (const baseUrl of ["", "ftp://x", "not a url"])
      expect(() => openFhirClient({ baseUrl })).toThrow("The address of the FHIR server is not an http or https URL.");
  });
});
