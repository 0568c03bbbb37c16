import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openFhirClient } from "@/lib/io/fhir-client";

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

type Handler = (request: IncomingMessage, response: ServerResponse, asked: number) => void;

/** A server that answers as it is told, and a client of it that waits without waiting. */
async function serve(handler: Handler, options: { retries?: number; timeoutMs?: number; concurrency?: number } = {}) {
  let asked = 0;
  const made = createServer((request, response) => handler(request, response, asked++));
  server = made;
  await new Promise<void>((done) => made.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(made.address() as AddressInfo).port}/fhir`;
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
  };
  return { baseUrl, waits, asked: () => asked, client: openFhirClient({ baseUrl, wait, ...options }) };
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
    expect((await client.search(query)).map(({ id }) => id)).toEqual(["o0", "o1", "o2"]);
    expect(urls).toEqual([
      "/fhir/Observation?patient=p1&_count=200",
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
    expect(waits[1]).toBeGreaterThan(700);
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
      message: "The FHIR server does not let Wardlight read (403, forbidden).",
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
    await expect(page.client.read("Location/l1")).rejects.toThrow("The FHIR server's answer is not JSON.");
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

  it("refuses an address that is none", () => {
    for (const baseUrl of ["", "ftp://x", "not a url"])
      expect(() => openFhirClient({ baseUrl })).toThrow("The address of the FHIR server is not an http or https URL.");
  });
});
