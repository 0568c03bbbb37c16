import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FhirResource } from "@/lib/core/fhir/resource";
import { loadMedplum } from "@/lib/io/fhir-router";

/** For tests only: @medplum's router over HTTP, with a repository that can be written to. */
export interface TestWritingServer {
  readonly baseUrl: string;
  /** "METHOD Type" of what was asked, in order. */
  readonly asked: string[];
  /** Whether it says, and honours, that it makes a resource only unless one is found. */
  hasConditionalCreate: boolean;
  /** Search parameters it does not know and therefore ignores, also where it is to make only what is not found. */
  readonly ignores: Set<string>;
  /** Types it does not have, and does not say it has. */
  readonly lacks: Set<string>;
  delayMs: number;
  /** Does what it was asked and breaks off before it answers, for so many requests. */
  silentFor: number;
  /** Answers so instead of doing anything; null: as it should. */
  instead: number | null;
  all(type: string): Promise<FhirResource[]>;
  close(): Promise<void>;
}

const TYPES = ["RiskAssessment", "Provenance", "Subscription"];

const statement = (types: readonly string[], conditionalCreate: boolean) => ({
  resourceType: "CapabilityStatement",
  fhirVersion: "4.0.1",
  rest: [
    {
      mode: "server",
      resource: types.map((type) => ({ type, conditionalCreate })),
    },
  ],
});

/** A search without the parameters that are ignored. */
function sift(search: string | string[] | undefined, ignored: ReadonlySet<string>): string | null {
  if (typeof search !== "string") return null;
  const parameters = new URLSearchParams(search);
  for (const name of ignored) parameters.delete(name);
  return parameters.toString();
}

export async function startTestWritingServer(): Promise<TestWritingServer> {
  const { getStatus, FhirRouter, MemoryRepository } = await loadMedplum();
  const router = new FhirRouter();
  const repository = new MemoryRepository();
  const ask = async (method: string, url: string, sent: { headers?: Record<string, string>; body?: unknown } = {}) => {
    const request = {
      method,
      url,
      pathname: "",
      query: {},
      params: {},
      body: sent.body ?? null,
      headers: sent.headers,
    };
    const [said, resource] = await router.handleRequest(request as never, repository);
    return { status: getStatus(said), body: (resource ?? said) as unknown as FhirResource };
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://fhir.invalid");
    const path = url.pathname.replace(/^\/fhir/, "");
    let text = "";
    for await (const chunk of request) text += chunk;
    const method = request.method ?? "GET";
    self.asked.push(`${method} ${path.split("/")[1]}`);
    if (self.delayMs > 0) await new Promise((wake) => setTimeout(wake, self.delayMs));
    const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/fhir+json", ...headers }).end(JSON.stringify(body));
    };
    if (self.instead !== null) return send(self.instead, { resourceType: "OperationOutcome", issue: [] });
    const has = (type: string) => !self.lacks.has(type);
    if (path === "/metadata") return send(200, statement(TYPES.filter(has), self.hasConditionalCreate));
    if (!has(path.split("/")[1] ?? "")) return send(404, { resourceType: "OperationOutcome", issue: [] });
    for (const name of self.ignores) url.searchParams.delete(name);
    const unless = sift(request.headers["if-none-exist"], self.ignores);
    const headers: Record<string, string> =
      unless !== null && self.hasConditionalCreate ? { "if-none-exist": unless } : {};
    const sent = text === "" ? {} : { body: JSON.parse(text) as unknown };
    const { status, body } = await ask(method, `${path}${url.search}`, { headers, ...sent }).catch((error: unknown) => {
      console.error(error);
      return { status: 500, body: { resourceType: "OperationOutcome" } as FhirResource };
    });
    if (method !== "GET" && self.silentFor > 0) {
      self.silentFor--;
      response.destroy();
      return;
    }
    send(status, body, status < 300 ? { location: `${body.resourceType}/${body.id}` } : {});
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const self: TestWritingServer = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    asked: [],
    hasConditionalCreate: true,
    ignores: new Set(),
    lacks: new Set(),
    delayMs: 0,
    silentFor: 0,
    instead: null,
    all: async (type) => {
      const { body } = await ask("GET", `/${type}?_count=1000`);
      const { entry = [] } = body as { entry?: { resource: FhirResource }[] };
      return entry.map(({ resource }) => resource);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return self;
}
