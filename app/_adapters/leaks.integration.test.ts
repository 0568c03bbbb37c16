import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { OPERATIONS } from "@/app/_adapters/api/operations";
import { openTestDoor, type TestDoor } from "@/app/_adapters/api/test-door";
import { metricsText } from "@/lib/io/operations/meters";
import { startTracing } from "@/lib/io/operations/traces";
import { addConnection } from "@/lib/services/connections";
import { importBundles } from "@/lib/services/import-bundles";
import { keepHouse, type RunningHouse } from "@/lib/services/running-house";
import { CANARY, canaryBundle, openListeningLog, WORDS } from "@/lib/services/test-canary";
import { describeScoringHouse } from "@/lib/services/test-suite";

vi.mock("server-only", () => ({}));

/** The routes of REST v1 as a build writes them down. */
function writeRoutes(): string {
  const root = mkdtempSync(join(tmpdir(), "wardlight-routes-"));
  mkdirSync(join(root, ".next"));
  const routes = OPERATIONS.map(({ path }) => ({
    page: path.replaceAll(/\{(\w+)\}/g, "[$1]"),
    regex: `^${path.replaceAll(/\{\w+\}/g, "([^/]+?)")}(?:/)?$`,
  }));
  const dynamicRoutes = routes.filter(({ page }) => page.includes("["));
  const staticRoutes = routes.filter(({ page }) => !page.includes("["));
  writeFileSync(join(root, ".next/routes-manifest.json"), JSON.stringify({ staticRoutes, dynamicRoutes }));
  return root;
}

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, string | number> }[];
}

/** A collector of traces, and what reached it. */
function openCollector(): { readonly server: Server; readonly bodies: string[]; spans(): Span[] } {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  });
  type Sent = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
  const spans = () =>
    bodies.flatMap((body) =>
      (JSON.parse(body) as Sent).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    );
  return { server, bodies, spans };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = (server: Server): Promise<void> =>
  new Promise((ready) => server.listen(0, "127.0.0.1", () => ready()));

describeScoringHouse("nothing that identifies a patient leaves by HTTP", ({ house }) => {
  let door: TestDoor;
  let server: Server;
  const { log, lines } = openListeningLog();
  const collector = openCollector();
  let tracing: { close(): Promise<void> };
  let asProgram: Record<string, string> = {};
  /** What an answer that is a refusal says, and every answer's headers. */
  const said: string[] = [];
  const statuses = new Set<number>();

  /** The operation a request is for, asked as the routes ask it. */
  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? "", "http://localhost");
    const operation = OPERATIONS.find(({ path, method }) => {
      const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`);
      return pattern.test(pathname) && method.toUpperCase() === request.method;
    });
    if (operation === undefined) {
      response.writeHead(404).end();
      return;
    }
    const id = decodeURIComponent(pathname.split("/").at(-1) ?? "");
    const { "x-api-key": key, "idempotency-key": once } = request.headers;
    const headers = { ...(key ? { "x-api-key": `${key}` } : {}), ...(once ? { "idempotency-key": `${once}` } : {}) };
    const params = operation.path.includes("{version}") ? { version: id } : { id };
    const body = await text(request);
    const answer = await door.ask(operation.id, { params, query: search, headers, ...(body ? { text: body } : {}) });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  }

  async function ask(path: string, init: RequestInit = {}): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${portOf(server)}${path}`, {
      ...init,
      signal: AbortSignal.timeout(10_000),
    });
    const body = await answer.text();
    statuses.add(answer.status);
    said.push(JSON.stringify([...answer.headers]));
    if (answer.status >= 400) said.push(body);
  }

  beforeAll(async () => {
    Object.assign(house, { log });
    door = openTestDoor(house);
    door.person = house.people.nurse;
    await importBundles(house, { system: "test" }, { bundles: [canaryBundle("p1", "w1"), canaryBundle("p2", "w2")] });
    const settings = { scopes: ["predict" as const] };
    const wanted = { kind: "api-client" as const, name: "Board", settings, wardIds: ["w1"] };
    const { secret } = await addConnection(house, { system: "test" }, wanted);
    asProgram = { "X-API-Key": secret ?? "", "Content-Type": "application/json" };
    const environment = { root: writeRoutes(), baseUrl: "http://127.0.0.1", sessionSecret: "x".repeat(32) };
    keepHouse({ ...house, model: house.model, environment } as unknown as RunningHouse);
    const { keepFrontDoor } = await import("@/app/_adapters/front-door");
    keepFrontDoor();
    const enter = (globalThis as Record<symbol, unknown>)[Symbol.for("wardlight.front-door")] as (
      request: IncomingMessage,
      response: ServerResponse,
      next: () => void,
    ) => void;
    server = createServer((request, response) => enter(request, response, () => void pass(request, response)));
    await listening(server);
    await listening(collector.server);
    tracing = await startTracing(`http://127.0.0.1:${portOf(collector.server)}`, { version: "test", log: house.log });
  });
  afterAll(async () => {
    keepHouse(null);
    server?.close();
    collector.server.close();
  });

  it("whatever is put into addresses, headers and bodies, of every operation", async () => {
    const { family, mrn, note, birthDate } = CANARY;
    const word = encodeURIComponent(`${family} ${mrn}`);
    for (const { id, method, path } of OPERATIONS.filter((one) => one.id !== "followChanges")) {
      const address = path.replaceAll(/\{\w+\}/g, word);
      const sent = method === "post" ? { method: "POST" } : { method: method.toUpperCase() };
      await ask(`${address}?ward=${word}&cursor=${word}&at=${birthDate}&${word}=1`, sent);
      await ask(address, { ...sent, headers: { "X-Request-Id": mrn, "Idempotency-Key": mrn, "X-API-Key": note } });
      if (method !== "post") continue;
      const bodies = [`{"${family}": "${note}"`, JSON.stringify({ [family]: note, note, text: [mrn], bundle: family })];
      for (const body of bodies) await ask(address, { ...sent, body });
      expect(id).not.toBe("");
    }
    const predict = (bundle: unknown) =>
      ask("/api/v1/predict", { method: "POST", body: JSON.stringify(bundle), headers: asProgram });
    await predict(canaryBundle("p9", "w1"));
    await predict({ resourceType: "Bundle", entry: [{ resource: { resourceType: family, id: mrn } }] });
    await ask("/api/v1/stays/e-p1");
    await ask("/api/v1/stays/e-p2");
    await ask(`/api/v1/stays?ward=${word}`, { headers: { cookie: `next-auth.session-token=${note}` } });
    await ask(`/${word}/${birthDate}`);
    const search = { method: "POST", body: JSON.stringify({ text: mrn }) };
    await ask("/api/v1/patients/search", search);
    // A net that caught nothing because nothing swam: it did answer, refuse and not find.
    for (const status of [200, 400, 401, 403, 404]) expect([...statuses], `${status}`).toContain(status);
    expect(said.length).toBeGreaterThan(60);
  });

  it("stands in the stream of changes, of what was and of what comes", async () => {
    door.person = house.people.nurse;
    const { body, headers } = await door.ask("followChanges", { query: "?after=0" });
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = JSON.stringify([...headers]);
    const hear = async (): Promise<number> => {
      heard += (await reader.read()).value ?? "";
      return Number(/.*"seq":(\d+)/s.exec(heard)?.[1] ?? 0);
    };
    let newest = 0;
    while (newest === 0) newest = await hear();
    await importBundles(house, { system: "test" }, { bundles: [canaryBundle("p3", "w1")] });
    for (const before = newest; newest === before; ) newest = await hear();
    await reader.cancel();
    for (const word of WORDS) expect(heard.toLowerCase()).not.toContain(word);
  });

  it("stands in a trace, which goes from the request through verb and SQL to the model", async () => {
    const parent = "0af7651916cd43dd8448eb211c80319c";
    const body = JSON.stringify(canaryBundle("p9", "w1"));
    const headers = { ...asProgram, traceparent: `00-${parent}-b7ad6b7169203331-01` };
    await ask("/api/v1/predict", { method: "POST", body, headers });
    await vi.waitFor(() => expect(lines.at(-1)).toContain('"route":"/api/v1/predict"'));
    await tracing.close();
    const spans = collector.spans();
    const own = spans.filter(({ traceId }) => traceId === parent);
    const find = (name: string) => own.find((span) => span.name === name);
    const [request, asked, scored] = [find("POST /api/v1/predict"), find("predict"), find("score")];
    expect(request?.parentSpanId).toBe("b7ad6b7169203331");
    expect(asked?.parentSpanId).toBe(request?.spanId);
    expect(scored?.parentSpanId).toBe(asked?.spanId);
    expect(own.some(({ name, parentSpanId }) => name === "begin" && parentSpanId === asked?.spanId)).toBe(true);
    expect(scored?.attributes).toContainEqual({ key: "wardlight.model.version", value: { stringValue: "1.0.0" } });
    expect(spans.length).toBeGreaterThan(100);
    for (const word of WORDS) expect(collector.bodies.filter((sent) => sent.toLowerCase().includes(word))).toEqual([]);
  });

  it("stands in a refusal, a header, the log or the metrics", async () => {
    await vi.waitFor(() =>
      expect(lines.filter((line) => line.includes('"msg":"answered"')).length).toBeGreaterThan(40),
    );
    const { text: metrics } = await metricsText();
    expect(metrics).toMatch(/route="\/api\/v1\/stays\/\[id\]",status="4xx"\} [1-9]/);
    expect(metrics).toMatch(/route="other",status="4xx"\} [1-9]/);
    expect(lines.some((line) => line.includes('"route":"/api/v1/patients/search"'))).toBe(true);
    // Who asked is told by a fingerprint, and by nothing that could be looked up.
    const askers = lines.flatMap((line) => /"user":"([^"]+)"/.exec(line)?.[1] ?? []);
    expect(askers.length).toBeGreaterThan(10);
    expect(askers.every((user) => /^[0-9a-f]{16}$/.test(user))).toBe(true);
    for (const word of WORDS) {
      expect(said.filter((sentence) => sentence.toLowerCase().includes(word))).toEqual([]);
      expect(lines.filter((line) => line.toLowerCase().includes(word))).toEqual([]);
      expect(metrics.toLowerCase()).not.toContain(word);
    }
  });
});
