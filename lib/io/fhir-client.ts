import type { SigningKey } from "@/lib/core/connections/signing-keys";
import { Fault } from "@/lib/core/fault";
import { type Capabilities, isR4, NOT_SAID, readCapabilities } from "@/lib/core/feed/capabilities";
import type { Circuit } from "@/lib/core/feed/circuit";
import type { FeedQuery } from "@/lib/core/feed/feed-queries";
import { keyOf, readSearchPage } from "@/lib/core/feed/search-page";
import { type FhirResource, isResource, node, text } from "@/lib/core/fhir/resource";
import { openBackendServices } from "@/lib/io/backend-services";
import { type FhirAnswer, openFhirRequest } from "@/lib/io/fhir-request";

export interface FhirClientOptions {
  /** http(s), no trailing query. */
  readonly baseUrl: string;
  /** How Wardlight signs in there (SMART Backend Services); null: the server answers without. */
  readonly signIn?: {
    readonly clientId: string;
    readonly keys: readonly [SigningKey, ...SigningKey[]];
    /** Exactly these scopes; null: what the reading needs. */
    readonly scope: string | null;
  } | null;
  /** For one answer, in milliseconds. */
  readonly timeoutMs?: number;
  /** How often a request is tried again after 429, 5xx or no answer. */
  readonly retries?: number;
  /** Requests under way at once. */
  readonly concurrency?: number;
  /** Resources a page; a server may send fewer. */
  readonly pageSize?: number;
  readonly wait?: (milliseconds: number) => Promise<void>;
  readonly now?: () => number;
  /** 0–1. */
  readonly chance?: () => number;
  readonly circuit?: Circuit;
  readonly onCircuit?: (circuit: Circuit) => void;
}

/** What a search found, and whether that is all there is. */
export interface SearchResult {
  /** Each resource once. */
  readonly resources: readonly FhirResource[];
  /** How many the server says there are; null where it does not say. */
  readonly said: number | null;
  /** All pages were read to the end, and no fewer came than the server said there are. */
  readonly isComplete: boolean;
  /** The server's own clock when it was first asked; null where it does not say. */
  readonly at: string | null;
}

/** Reads from a FHIR R4 server, and writes to it. Faults are one plain sentence: never a URL, an id or anything the server said in words. */
export interface FhirClient {
  /**
   * What the server says it can do, asked once a day; once in ten minutes where it did not say. What it said last holds
   * while it says nothing. Throws a Fault where it says that it is no R4 server.
   */
  capabilities(): Promise<Capabilities>;
  /** One resource by "Type/id"; null where the server does not have it (any more). */
  read(reference: string): Promise<FhirResource | null>;
  /** Every resource a search finds, page after page, counted against what the server says it found. */
  search(query: FeedQuery): Promise<SearchResult>;
  /** Everything about one patient of these types, `since` a time of the server's own clock or ever. */
  everything(patientId: string, options: { types: readonly string[]; since: string | null }): Promise<SearchResult>;
  /**
   * Makes a resource unless a search for `ifNoneExist` (e.g. "identifier=system|value"; null: in any case) finds one;
   * "Type/id" of either.
   */
  create(
    resource: FhirResource,
    ifNoneExist: string | null,
  ): Promise<{ readonly reference: string; readonly isNew: boolean }>;
  /** Makes or replaces a resource under its own id. */
  update(resource: FhirResource & { readonly id: string }): Promise<{ readonly reference: string }>;
  /** Deletes "Type/id"; what is gone already is as good. */
  remove(reference: string): Promise<void>;
}

/** More pages than this in one search is a server going in circles. */
const MOST_PAGES = 5000;

const STATEMENT_AGE_MS = 24 * 60 * 60_000;
const NOT_SAID_AGE_MS = 10 * 60_000;

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Throws Fault misconfigured where it is no http(s) URL. */
function parseBase(baseUrl: string): URL {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`) : null;
  if (base === null || !/^https?:$/.test(base.protocol))
    throw new Fault("misconfigured", "The address of the FHIR server is not an http or https URL.");
  return base;
}

/** The server's clock by the header every answer should have; null where it has none. */
function dateOf(headers: Headers): string | null {
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? null : new Date(date).toISOString();
}

/** "Type/id" of what was written: where the server says it is, else by its own id. */
function writtenReference(type: string, { headers, body }: FhirAnswer): string {
  const [, id] =
    new RegExp(`(?:^|/)${type}/([A-Za-z0-9.-]{1,64})(?:/_history/|$)`).exec(headers.get("location") ?? "") ?? [];
  const known = id ?? (node(body).resourceType === type ? text(node(body).id) : null);
  if (known === null) throw new Fault("not-ready", "The FHIR server does not say where it keeps what was written.");
  return `${type}/${known}`;
}

/** @throws Fault misconfigured where the base is no http(s) URL */
export function openFhirClient(options: FhirClientOptions): FhirClient {
  const {
    timeoutMs = 20_000,
    retries = 4,
    concurrency = 4,
    pageSize = 200,
    signIn = null,
    circuit,
    onCircuit,
  } = options;
  const { wait = sleep, now = Date.now, chance = Math.random } = options;
  const base = parseBase(options.baseUrl);
  const patience = { timeoutMs, retries, wait, now, chance };
  const request = openFhirRequest({
    ...patience,
    concurrency,
    signIn: signIn === null ? null : openBackendServices({ base, ...signIn, ...patience }),
    ...(circuit === undefined ? {} : { circuit }),
    ...(onCircuit === undefined ? {} : { onCircuit }),
  });

  /** The next page's address, which must lie on the same server: no page may send us, or our token, elsewhere. */
  const nextPage = (said: string | null): URL | null => {
    if (said === null) return null;
    if (!URL.canParse(said, base)) throw new Fault("not-ready", "The FHIR server's next page has no readable address.");
    const url = new URL(said, base);
    if (url.origin !== base.origin || url.username !== "")
      throw new Fault("not-ready", "The FHIR server's next page is on another server.");
    return url;
  };

  const readPages = async (first: URL, what: string): Promise<SearchResult> => {
    const found = new Map<string, FhirResource>();
    let said: number | null = null;
    let at: string | null = null;
    let url: URL | null = first;
    for (let page = 0; url !== null; page++) {
      if (page >= MOST_PAGES) throw new Fault("not-ready", "The FHIR server's pages do not end.");
      const { status, body, headers } = await request(url);
      const read = status < 300 ? readSearchPage(body) : null;
      if (read === null)
        throw new Fault("not-ready", `The FHIR server answers a ${what} with something else (${status}).`);
      for (const resource of read.resources) found.set(keyOf(resource) ?? `#${found.size}`, resource);
      // Pages can differ where something changes meanwhile: the most that was ever said is what must have come.
      if (read.total !== null) said = Math.max(said ?? 0, read.total);
      at ??= read.at ?? dateOf(headers);
      url = nextPage(read.next);
    }
    return { resources: [...found.values()], said, isComplete: said === null || found.size >= said, at };
  };

  /** Once more where fewer came than were said: something may have been deleted between two pages. */
  const readAll = async (first: URL, what: string): Promise<SearchResult> => {
    const result = await readPages(first, what);
    return result.isComplete ? result : readPages(first, what);
  };

  let statement: Promise<Capabilities> | null = null;
  let goodUntil = Number.POSITIVE_INFINITY;
  let stated: Capabilities | null = null;

  const askStatement = async (): Promise<Capabilities> => {
    const { status, body } = await request(new URL("metadata", base));
    return status < 300 ? readCapabilities(body) : NOT_SAID;
  };
  /** What it says now; where it says nothing, what it said last, and asked again soon. */
  const readStatement = async (): Promise<Capabilities> => {
    const known = stated;
    const said = await (known === null ? askStatement() : askStatement().catch(() => NOT_SAID));
    stated = said.isStated ? said : known;
    if (!isR4(said)) {
      stated = null;
      throw new Fault("misconfigured", "The FHIR server says that it is no R4 server.");
    }
    goodUntil = now() + (said.isStated ? STATEMENT_AGE_MS : NOT_SAID_AGE_MS);
    return stated ?? said;
  };

  return {
    capabilities() {
      if (statement !== null && now() < goodUntil) return statement;
      goodUntil = Number.POSITIVE_INFINITY;
      const reading = readStatement();
      statement = reading;
      reading.catch(() => {
        statement = null;
      });
      return reading;
    },
    async read(reference) {
      const { status, body } = await request(new URL(reference, base));
      if (status >= 300) return null;
      return isResource(body) && body.resourceType === reference.split("/")[0] ? body : null;
    },
    async search({ type, parameters }) {
      const first = new URL(type, base);
      const asked = { ...parameters, _count: String(pageSize), _total: "accurate" };
      for (const [name, value] of Object.entries(asked)) first.searchParams.append(name, value);
      return readAll(first, `search of ${type}`);
    },
    async everything(patientId, { types, since }) {
      const first = new URL(`Patient/${encodeURIComponent(patientId)}/$everything`, base);
      first.searchParams.set("_type", types.join(","));
      first.searchParams.set("_count", String(pageSize));
      if (since !== null) first.searchParams.set("_since", since);
      return readAll(first, "request for everything about a patient");
    },
    async create(resource, ifNoneExist) {
      const headers: Record<string, string> = ifNoneExist === null ? {} : { "if-none-exist": ifNoneExist };
      const answer = await request(new URL(resource.resourceType, base), { method: "POST", headers, body: resource });
      if (answer.status === 412) throw new Fault("conflict", "The FHIR server has this more than once already.");
      if (answer.status >= 300)
        throw new Fault("not-ready", `The FHIR server takes no ${resource.resourceType} (${answer.status}).`);
      return { reference: writtenReference(resource.resourceType, answer), isNew: answer.status === 201 };
    },
    async update(resource) {
      const reference = `${resource.resourceType}/${resource.id}`;
      const answer = await request(new URL(reference, base), { method: "PUT", body: resource });
      if (answer.status >= 300)
        throw new Fault("not-ready", `The FHIR server takes no ${resource.resourceType} (${answer.status}).`);
      return { reference };
    },
    async remove(reference) {
      const { status } = await request(new URL(reference, base), { method: "DELETE" });
      if (status === 412) throw new Fault("not-ready", "The FHIR server does not delete this (412).");
    },
  };
}
