import { Fault } from "@/lib/core/fault";
import {
  type ExportFile,
  type ExportManifest,
  type ExportRequest,
  exportPath,
  isExportOver,
  readManifest,
} from "@/lib/core/feed/export-manifest";
import { FOLLOWED } from "@/lib/core/feed/feed-queries";
import { retryAfterMs } from "@/lib/core/feed/retry-after";
import type { BackendServices } from "@/lib/io/backend-services";

export interface ExportClientOptions {
  /** http(s), the FHIR server's base. */
  readonly baseUrl: string;
  /** null: the server answers without a token. */
  readonly signIn: BackendServices | null;
  /** Other origins that files may lie at (a storage service); nothing is fetched from anywhere else. */
  readonly fileOrigins: readonly string[];
  /** Without a byte for so long, a request is given up. */
  readonly silenceMs?: number;
  /** How often a request is tried again after 429, 5xx or no answer. */
  readonly retries?: number;
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly now?: () => number;
  readonly chance?: () => number;
}

/**
 * Where an export stands: ready; not yet, with the server's own word for how far it is; no longer there; or failed for
 * good, so that asking after it again is no use.
 */
export type ExportStanding =
  | { readonly is: "ready"; readonly manifest: ExportManifest }
  | { readonly is: "pending"; readonly progress: string | null; readonly waitMs: number }
  | { readonly is: "gone" }
  | { readonly is: "failed"; readonly status: number };

/** What became of a fetch: all of it came, or its link is good no longer. */
export type Fetched = { readonly is: "whole" } | { readonly is: "expired" };

/** Asks a FHIR server for a Bulk Data Export. Faults are one plain sentence: never a URL or anything the server said. */
export interface ExportClient {
  /** The address to ask after the export at, and which of the types the server would not export with its patients. */
  start(request: ExportRequest): Promise<{ readonly statusUrl: string; readonly leftOut: readonly string[] }>;
  ask(statusUrl: string): Promise<ExportStanding>;
  /** Gives a file piece by piece; `restart` says that what was given is void and comes again from the beginning. */
  fetch(
    manifest: ExportManifest,
    file: ExportFile,
    to: { readonly piece: (bytes: Buffer) => void; readonly restart: () => void },
  ): Promise<Fetched>;
  /** Tells the server that its files are no longer needed; a server that does not listen is left alone. */
  release(statusUrl: string): Promise<void>;
}

const LONGEST_WAIT_MS = 5 * 60_000;
const SHORTEST_POLL_MS = 1_000;
const POLL_MS = 10_000;
/** Links that are over: signed addresses answer 403, files that were tidied away 404 or 410. */
const OVER = [403, 404, 410];

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** A request and its answer, given up when nothing comes for too long. */
interface Open {
  readonly response: Response;
  readonly alive: () => void;
  readonly end: () => void;
}

export function openExportClient(options: ExportClientOptions): ExportClient {
  const { signIn, silenceMs = 60_000, retries = 5, wait = sleep, now = Date.now, chance = Math.random } = options;
  const base = new URL(options.baseUrl.endsWith("/") ? options.baseUrl : `${options.baseUrl}/`);
  const origins = new Set([base.origin, ...options.fileOrigins.map((one) => new URL(one).origin)]);

  const allowed = (written: string, among: ReadonlySet<string>, what: string): URL => {
    if (!URL.canParse(written, base))
      throw new Fault("not-ready", `The FHIR server's ${what} has no readable address.`);
    const url = new URL(written, base);
    if (!among.has(url.origin) || url.username !== "")
      throw new Fault("not-ready", `The FHIR server's ${what} is on a server that was not allowed.`);
    // On the way to another server than the one that was named, nobody may listen.
    if (url.protocol !== "https:" && url.origin !== base.origin && !isLoopback(url))
      throw new Fault("not-ready", `The FHIR server's ${what} is not at an https address.`);
    return url;
  };
  const own = new Set([base.origin]);

  const ask = async (url: URL, init: RequestInit, withToken: boolean): Promise<Open | null> => {
    const token = withToken && signIn !== null ? await signIn.token() : null;
    const control = new AbortController();
    let timer = setTimeout(() => control.abort(), silenceMs);
    const end = (): void => clearTimeout(timer);
    try {
      const headers = { ...init.headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
      // Followed, a redirect could carry a token, or fetch patients from anywhere.
      const response = await fetch(url, { ...init, headers, redirect: "error", signal: control.signal });
      if (response.status === 401 && token !== null) signIn?.reject(token);
      const alive = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => control.abort(), silenceMs);
      };
      return { response, alive, end };
    } catch {
      end();
      return null;
    }
  };

  const pause = (response: Response | null, attempt: number): Promise<void> => {
    const said = response === null ? null : retryAfterMs(response.headers.get("retry-after"), now());
    return wait(Math.min(LONGEST_WAIT_MS, said ?? 500 * 2 ** attempt * (0.5 + chance() / 2)));
  };
  const isWorthAnotherTry = (status: number, withToken: boolean): boolean =>
    status === 429 || status >= 500 || status === 408 || (status === 401 && withToken);

  /** An answer, the last of several where it stays "later"; its body is the caller's to read or cancel. */
  const patiently = async (url: URL, init: RequestInit, withToken: boolean): Promise<Open> => {
    for (let attempt = 0; ; attempt++) {
      const open = await ask(url, init, withToken);
      if (open !== null && !isWorthAnotherTry(open.response.status, withToken && signIn !== null)) return open;
      if (attempt >= retries) {
        if (open === null) throw new Fault("not-ready", "The FHIR server does not answer.");
        return open;
      }
      open?.end();
      await open?.response.body?.cancel().catch(() => undefined);
      await pause(open?.response ?? null, attempt);
    }
  };

  const closing = async <T>(open: Open, read: (response: Response) => Promise<T>): Promise<T> => {
    try {
      return await read(open.response);
    } finally {
      open.end();
      if (!open.response.bodyUsed) await open.response.body?.cancel().catch(() => undefined);
    }
  };

  /** Whether the whole body came. */
  const pour = async ({ response, alive, end }: Open, piece: (bytes: Buffer) => void): Promise<boolean> => {
    if (response.body === null) return true;
    try {
      for await (const bytes of response.body as unknown as AsyncIterable<Uint8Array>) {
        alive();
        piece(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      }
      return true;
    } catch (thrown) {
      if (thrown instanceof Fault) throw thrown;
      return false;
    } finally {
      end();
    }
  };

  return {
    async start(request) {
      const init = { headers: { accept: "application/fhir+json", prefer: "respond-async" } };
      const kickOff = (asked: ExportRequest) => patiently(new URL(exportPath(asked), base), init, true);
      // Some servers (HAPI FHIR) refuse types that belong to no patient in an export of patients.
      const leftOut = request.level === "system" ? [] : request.types.filter((type) => FOLLOWED.has(type));
      let open = await kickOff(request);
      const isWithout = open.response.status === 400 && leftOut.length > 0;
      if (isWithout) {
        await closing(open, async () => undefined);
        open = await kickOff({ ...request, types: request.types.filter((type) => !FOLLOWED.has(type)) });
      }
      return closing(open, async ({ status, headers }) => {
        if (status !== 202) throw new Fault("not-ready", `The FHIR server does not take an export (${status}).`);
        const said = headers.get("content-location");
        if (said === null) throw new Fault("not-ready", "The FHIR server does not say where its export can be found.");
        return { statusUrl: allowed(said, own, "export").href, leftOut: isWithout ? leftOut : [] };
      });
    },
    async ask(statusUrl) {
      const init = { headers: { accept: "application/json" } };
      const open = await patiently(allowed(statusUrl, own, "export"), init, true);
      return closing(open, async (response): Promise<ExportStanding> => {
        const { status, headers } = response;
        if (status === 404 || status === 410) return { is: "gone" };
        if (status === 202) {
          const waitMs = retryAfterMs(headers.get("retry-after"), now()) ?? POLL_MS;
          const progress = headers.get("x-progress")?.slice(0, 100) ?? null;
          return { is: "pending", progress, waitMs: Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_POLL_MS, waitMs)) };
        }
        if (status !== 200) {
          const body: unknown = await response.json().catch(() => null);
          if (isExportOver(status, body)) return { is: "failed", status };
          throw new Fault("not-ready", `The FHIR server does not say how its export is doing (${status}).`);
        }
        return { is: "ready", manifest: readManifest(await response.json().catch(() => null)) };
      });
    },
    async fetch({ requiresAccessToken }, file, to) {
      const url = allowed(file.url, origins, "exported file");
      const init = { headers: { accept: "application/fhir+ndjson" } };
      for (let attempt = 0; ; attempt++) {
        const open = await patiently(url, init, requiresAccessToken);
        const { status } = open.response;
        if (status !== 200) await closing(open, async () => undefined);
        if (OVER.includes(status)) return { is: "expired" };
        if (status !== 200) throw new Fault("not-ready", `The FHIR server refuses an exported file (${status}).`);
        to.restart();
        if (await pour(open, to.piece)) return { is: "whole" };
        if (attempt >= retries) throw new Fault("not-ready", "An exported file breaks off again and again.");
        await pause(null, attempt);
      }
    },
    async release(statusUrl) {
      const open = await ask(allowed(statusUrl, own, "export"), { method: "DELETE" }, true).catch(() => null);
      if (open !== null) await closing(open, async () => undefined);
    },
  };
}
