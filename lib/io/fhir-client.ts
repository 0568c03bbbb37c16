import { Fault } from "@/lib/core/fault";
import type { FeedQuery } from "@/lib/core/feed/feed-queries";
import { type FhirResource, node, nodes, text } from "@/lib/core/fhir/resource";

export interface FhirClientOptions {
  /** http(s), no trailing query. */
  readonly baseUrl: string;
  /** For one answer, in milliseconds. */
  readonly timeoutMs?: number;
  /** How often a request is tried again after 429, 5xx or no answer. */
  readonly retries?: number;
  /** Requests under way at once. */
  readonly concurrency?: number;
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** Reads from a FHIR R4 server. Faults are one plain sentence: never a URL, an id or anything the server said in words. */
export interface FhirClient {
  /** One resource by "Type/id"; null where the server does not have it (any more). */
  read(reference: string): Promise<FhirResource | null>;
  /** Every resource a search finds, page after page; what a server adds of its own (OperationOutcome) is left out. */
  search(query: FeedQuery): Promise<FhirResource[]>;
}

/** More pages than this in one search is a server going in circles. */
const MOST_PAGES = 1000;
const PAGE_SIZE = "200";
const LONGEST_WAIT_MS = 30_000;

const sleep = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** So many at once; the others wait their turn. */
function limiter(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = most;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((go) => queue.push(go));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free++;
    }
  };
}

/** How long to wait before trying again: what the server asks for, else 0.5 s, 1 s, 2 s … with a little chance in it. */
function pause(response: Response | null, attempt: number): number {
  const asked = response?.headers.get("retry-after") ?? null;
  const seconds =
    asked === null ? Number.NaN : /^\d+$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.now()) / 1000;
  const own = 500 * 2 ** attempt * (0.75 + Math.random() / 2);
  return Math.min(LONGEST_WAIT_MS, Number.isNaN(seconds) ? own : Math.max(0, seconds * 1000));
}

const isWorthAnotherTry = (status: number): boolean => status === 429 || status >= 500;

/** Issue codes are a closed list of FHIR's; anything else may be words about a patient. @see https://hl7.org/fhir/R4/valueset-issue-type.html */
function issueCode(body: unknown): string | null {
  const code = text(nodes(node(body).issue)[0]?.code);
  return code !== null && /^[a-z-]{1,30}$/.test(code) ? code : null;
}

function refusal(status: number, body: unknown): Fault {
  const code = issueCode(body);
  const said = `${status}${code === null ? "" : `, ${code}`}`;
  if (status === 401 || status === 403)
    return new Fault("misconfigured", `The FHIR server does not let Wardlight read (${said}).`);
  if (status === 429) return new Fault("busy", `The FHIR server has had too many requests (${said}).`);
  return new Fault("not-ready", `The FHIR server did not answer as it should (${said}).`);
}

async function parse(response: Response): Promise<unknown> {
  try {
    return (await response.json()) as unknown;
  } catch {
    return null;
  }
}

/** @throws Fault misconfigured where the base is no http(s) URL */
export function openFhirClient({
  baseUrl,
  timeoutMs = 20_000,
  retries = 4,
  concurrency = 4,
  wait = sleep,
}: FhirClientOptions): FhirClient {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`) : null;
  if (base === null || !/^https?:$/.test(base.protocol))
    throw new Fault("misconfigured", "The address of the FHIR server is not an http or https URL.");
  const inTurn = limiter(concurrency);

  const ask = async (url: URL): Promise<Response | null> => {
    try {
      return await fetch(url, {
        headers: { accept: "application/fhir+json" },
        signal: AbortSignal.timeout(timeoutMs),
        // Followed, a redirect could carry patient data to another server.
        redirect: "error",
      });
    } catch {
      return null;
    }
  };

  /** null where there is no such resource. */
  const get = (url: URL): Promise<unknown> =>
    inTurn(async () => {
      for (let attempt = 0; ; attempt++) {
        const response = await ask(url);
        if (response?.ok) {
          const body = await parse(response);
          if (body !== null) return body;
        } else if (response?.status === 404 || response?.status === 410) return null;
        const mayTryAgain = response === null || response.ok || isWorthAnotherTry(response.status);
        if (!mayTryAgain || attempt >= retries) {
          if (response === null) throw new Fault("not-ready", "The FHIR server does not answer.");
          throw response.ok
            ? new Fault("not-ready", "The FHIR server's answer is not JSON.")
            : refusal(response.status, await parse(response));
        }
        await wait(pause(response, attempt));
      }
    });

  /** The next page's address, which must lie on the same server: no page may send us elsewhere. */
  const nextPage = (bundle: unknown): URL | null => {
    const link = nodes(node(bundle).link).find(({ relation }) => relation === "next");
    const said = text(link?.url);
    if (said === null) return null;
    if (!URL.canParse(said, base)) throw new Fault("not-ready", "The FHIR server's next page has no readable address.");
    const url = new URL(said, base);
    if (url.origin !== base.origin) throw new Fault("not-ready", "The FHIR server's next page is on another server.");
    return url;
  };

  return {
    async read(reference) {
      const body = await get(new URL(reference, base));
      return body === null || text(node(body).resourceType) !== reference.split("/")[0] ? null : (body as FhirResource);
    },
    async search({ type, parameters }) {
      const first = new URL(type, base);
      for (const [name, value] of Object.entries({ ...parameters, _count: PAGE_SIZE }))
        first.searchParams.set(name, value);
      const found: FhirResource[] = [];
      let page: URL | null = first;
      for (let pages = 0; page !== null; pages++) {
        if (pages >= MOST_PAGES) throw new Fault("not-ready", "The FHIR server's pages do not end.");
        const bundle = await get(page);
        if (node(bundle).resourceType !== "Bundle")
          throw new Fault("not-ready", `The FHIR server answered a search of ${type} with something else.`);
        for (const { resource } of nodes(node(bundle).entry))
          if (node(resource).resourceType === type) found.push(resource as FhirResource);
        page = nextPage(bundle);
      }
      return found;
    },
  };
}
