import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

/** For tests only: what a server of Bulk Data Exports does, on request badly. */
export interface TestExport {
  /** NDJSON by resource type. */
  readonly output: Readonly<Record<string, string>>;
  readonly deleted?: string;
  readonly error?: string;
  /** The count a manifest says a type has, where it is not what it has. */
  readonly counts?: Readonly<Record<string, number>>;
  /** What time it says it is; 8 in the morning of 10 March 2026 otherwise. */
  readonly at?: string;
  /** Every request must bring this token. */
  readonly token?: string;
  /** "Not yet" so many times. */
  readonly pending?: number;
  /** Links are good for so many files, then 403 until the manifest is asked for again. */
  readonly linksGoodFor?: number;
  /** The first answer of each of these files breaks off in the middle. */
  readonly breaksOff?: readonly string[];
  /** Answered with 500 as long as the function says so. */
  readonly fails?: (type: string) => boolean;
  /** What the export's status address answers, where it is neither pending nor ready. */
  readonly standing?: () => number | null;
  /** One request in so many is answered with 429. */
  readonly busyEvery?: number;
  /** Patients are exported without what belongs to none; asked for it, the answer is 400. */
  readonly patientsOnly?: boolean;
  /** Where files are said to lie; the server's own origin otherwise. */
  readonly fileOrigin?: string;
}

export interface TestExportServer {
  readonly baseUrl: string;
  readonly origin: string;
  /** Every request so far: "GET /fhir/…". */
  readonly asked: readonly string[];
  /** What it exports from now on. */
  serve(next: TestExport): void;
  close(): Promise<void>;
}

export async function startTestExportServer(): Promise<TestExportServer> {
  let exported: TestExport = { output: {} };
  let asked: string[] = [];
  let pending = 0;
  let link = 0;
  let given = 0;
  let requests = 0;
  let broken = new Set<string>();
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  function manifest(): object {
    link += 1;
    given = 0;
    const place = exported.fileOrigin ?? origin();
    const file = (type: string, name: string) => ({ type, url: `${place}/files/${link}/${name}` });
    const output = Object.entries(exported.output).map(([type, text]) => ({
      ...file(type, type),
      count: exported.counts?.[type] ?? text.split("\n").filter(Boolean).length,
    }));
    return {
      transactionTime: exported.at ?? "2026-03-10T08:00:00.000Z",
      request: `${origin()}/fhir/$export`,
      requiresAccessToken: exported.token !== undefined,
      output,
      ...(exported.deleted === undefined ? {} : { deleted: [file("Bundle", "deleted")] }),
      ...(exported.error === undefined ? {} : { error: [file("OperationOutcome", "error")] }),
    };
  }

  function sendFile(name: string, ofLink: number, response: ServerResponse): unknown {
    given += 1;
    if (ofLink !== link || given > (exported.linksGoodFor ?? Number.POSITIVE_INFINITY)) return end(response, 403);
    if (exported.fails?.(name)) return end(response, 500, { "retry-after": "0" });
    const { deleted, error, output } = exported;
    const text = name === "deleted" ? deleted : name === "error" ? error : output[name];
    if (text === undefined) return end(response, 404);
    const packed = gzipSync(text);
    response.writeHead(200, { "content-type": "application/fhir+ndjson", "content-encoding": "gzip" });
    const half = Math.floor(packed.length / 2);
    response.write(packed.subarray(0, half));
    return setTimeout(() => {
      if (exported.breaksOff?.includes(name) && !broken.has(name)) {
        broken.add(name);
        response.destroy();
      } else response.end(packed.subarray(half));
    }, 30);
  }

  function end(
    response: ServerResponse,
    status: number,
    headers: Record<string, string> = {},
    body?: object,
  ): ServerResponse {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    return response.end(body === undefined ? "" : JSON.stringify(body));
  }

  function answer(request: IncomingMessage, response: ServerResponse): unknown {
    const url = new URL(request.url ?? "/", origin());
    asked.push(`${request.method} ${url.pathname}${url.search}`);
    requests += 1;
    if (exported.busyEvery && requests % exported.busyEvery === 0) return end(response, 429, { "retry-after": "0" });
    const isAllowed = exported.token === undefined || request.headers.authorization === `Bearer ${exported.token}`;
    if (!isAllowed) return end(response, 401);
    const [, first, second = "", third = ""] = url.pathname.split("/");
    if (first === "files") return sendFile(third, Number(second), response);
    if (url.pathname.endsWith("$export")) {
      if (request.headers.prefer !== "respond-async") return end(response, 400);
      if (exported.patientsOnly && /Location|Organization|Medication(?!Request)/.test(request.url ?? ""))
        return end(response, 400);
      pending = exported.pending ?? 0;
      return end(response, 202, { "content-location": `${origin()}/fhir/status/1` });
    }
    if (request.method === "DELETE") return end(response, 202);
    if (pending > 0) {
      pending -= 1;
      return end(response, 202, { "x-progress": `${pending} to go`, "retry-after": "1" });
    }
    const status = exported.standing?.() ?? null;
    if (status !== null) return end(response, status, { "retry-after": "0" });
    return end(response, 200, {}, manifest());
  }

  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    get baseUrl() {
      return `${origin()}/fhir`;
    },
    get origin() {
      return origin();
    },
    get asked() {
      return asked;
    },
    serve(next) {
      exported = next;
      asked = [];
      requests = 0;
      broken = new Set();
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
