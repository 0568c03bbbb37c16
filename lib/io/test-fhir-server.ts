import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Bundle, FhirResource as R4Resource } from "fhir/r4";
import { type FhirResource, node, text } from "@/lib/core/fhir/resource";
import { openFhirRouter } from "@/lib/io/fhir-router";

/** How a test server behaves; what is left out, it does well. */
export interface Behaviour {
  /** At most so many resources a page, whatever was asked for. */
  readonly pageSize: number;
  /** One answer in so many is 429 or 500 instead, by a seeded die; 0 for none. */
  readonly failsOneIn: number;
  readonly seed: number;
  /** What `Retry-After` says with a 429. */
  readonly retryAfter: string | null;
  readonly delayMs: number;
  /** What it says of how many there are. */
  readonly total: (found: number) => number | null;
  /** Where it says the next page is; null: here. */
  readonly nextOrigin: string | null;
  readonly hasStatement: boolean;
  readonly hasEverything: boolean;
  readonly hasLastUpdated: boolean;
  /** Says that it has Coverage. */
  readonly hasCover: boolean;
  /** Answers instead where it gives a status. */
  readonly instead: (path: string) => number | null;
  /** Every request must carry this; null: none. */
  readonly accessToken: () => string | null;
}

const WELL: Behaviour = {
  pageSize: 200,
  failsOneIn: 0,
  seed: 1,
  retryAfter: null,
  delayMs: 0,
  total: (found) => found,
  nextOrigin: null,
  hasStatement: true,
  hasEverything: false,
  hasLastUpdated: false,
  hasCover: false,
  instead: () => null,
  accessToken: () => null,
};

/** For tests only: @medplum's router over HTTP with pages, faults and changes of its own. */
export interface TestFhirServer {
  readonly baseUrl: string;
  /** Paths (with their queries) asked for, in order. */
  readonly asked: string[];
  /** How many answers were 429 or 500 by the die. */
  readonly failed: () => number;
  /** From now on. */
  behave(behaviour: Partial<Behaviour>): void;
  /** Makes or changes a resource, at this moment of the server's clock; under its own reference or a wrong one. */
  put(resource: FhirResource, at: string, reference?: string): void;
  /** Deletes "Type/id". */
  remove(reference: string): void;
  close(): Promise<void>;
}

const PATIENT_TYPES = ["Encounter", "Condition", "Observation", "MedicationRequest", "Procedure"];
/** Before anything that a test changes. */
const LONG_AGO = "2020-01-01T00:00:00.000Z";

/** mulberry32: the same numbers for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whether a code is one of a search's tokens ("code" or "system|code", commas between them); null: any is. */
const isAskedFor = (tokens: string | null, code: unknown): boolean =>
  tokens === null || tokens.split(",").some((token) => token.split("|").at(-1) === code);

const patientOf = (resource: FhirResource): string =>
  (text(node(resource.subject ?? resource.beneficiary).reference) ?? "").replace("Patient/", "");

function statement({ hasEverything, hasLastUpdated, hasCover }: Behaviour): unknown {
  const searchParam = hasLastUpdated ? [{ name: "_lastUpdated", type: "date" }] : [];
  const types = [
    ...PATIENT_TYPES,
    "Patient",
    "Location",
    "Organization",
    "Medication",
    ...(hasCover ? ["Coverage"] : []),
  ];
  const resource = types.map((type) => ({
    type,
    interaction: [{ code: "read" }, { code: "search-type" }],
    searchParam: [{ name: "patient", type: "reference" }, ...searchParam],
    ...(type === "Patient" && hasEverything ? { operation: [{ name: "everything" }] } : {}),
  }));
  return { resourceType: "CapabilityStatement", fhirVersion: "4.0.1", rest: [{ mode: "server", resource }] };
}

export async function startTestFhirServer(bundles: Iterable<Bundle<R4Resource>>): Promise<TestFhirServer> {
  const router = await openFhirRouter(bundles);
  const changed = new Map<string, FhirResource | null>();
  const kept = new Map<string, readonly FhirResource[]>();
  const asked: string[] = [];
  let behaviour = WELL;
  let roll = dice(WELL.seed);
  let failed = 0;

  const routed = async (query: string): Promise<readonly FhirResource[]> => {
    const known = kept.get(query);
    if (known) return known;
    const found: FhirResource[] = [];
    for (let next: string | null = `/${query}&_count=200`; next !== null; ) {
      const { status, body } = await router("GET", next);
      if (status >= 400) throw new Error(`The router answers ${status}.`);
      const { entry = [], link = [] } = body as Bundle;
      for (const { resource } of entry) if (resource) found.push(resource as unknown as FhirResource);
      const url = link.find(({ relation }) => relation === "next")?.url;
      next = url === undefined ? null : `/${url}`;
    }
    kept.set(query, found);
    return found;
  };

  const search = async (type: string, parameters: URLSearchParams): Promise<FhirResource[]> => {
    const ours = new URLSearchParams([...parameters].filter(([name]) => !name.startsWith("_")));
    const found = new Map((await routed(`${type}?${ours}`)).map((one) => [`${type}/${text(one.id)}`, one]));
    for (const [reference, resource] of changed) {
      const isMeant = resource !== null && patientOf(resource) === (parameters.get("patient") ?? patientOf(resource));
      const isListed =
        isAskedFor(parameters.get("status"), resource?.status) &&
        isAskedFor(parameters.get("class"), node(resource?.class).code);
      if (!reference.startsWith(`${type}/`)) continue;
      if (isMeant && isListed) found.set(reference, resource);
      else found.delete(reference);
    }
    return [...found.values()];
  };

  const lastUpdated = (one: FhirResource): string =>
    changed.get(`${one.resourceType}/${text(one.id)}`) ? (text(node(one.meta).lastUpdated) ?? LONG_AGO) : LONG_AGO;

  const respond = async (url: URL): Promise<{ status: number; body: unknown }> => {
    const path = url.pathname.replace(/^\/fhir\//, "");
    if (path === "metadata")
      return behaviour.hasStatement ? { status: 200, body: statement(behaviour) } : { status: 404, body: {} };
    const [type = "", id, operation] = path.split("/");
    const reference = `${type}/${id}`;
    if (id !== undefined && operation === undefined) {
      const mine = changed.get(reference);
      if (mine !== undefined) return mine === null ? { status: 410, body: {} } : { status: 200, body: mine };
      return router("GET", `/${path}`);
    }
    const { searchParams } = url;
    let found: FhirResource[];
    if (operation === "$everything" && behaviour.hasEverything) {
      const own = new URLSearchParams({ patient: id ?? "" });
      found = (await Promise.all(PATIENT_TYPES.map((each) => search(each, own)))).flat();
      const { body } = await respond(new URL(`/fhir/Patient/${id}`, url));
      found.unshift(body as FhirResource);
      const wanted = searchParams.get("_type")?.split(",");
      found = found.filter(({ resourceType }) => wanted?.includes(resourceType) ?? true);
    } else if (operation === undefined) found = await search(type, searchParams);
    else return { status: 404, body: { resourceType: "OperationOutcome", issue: [{ code: "not-supported" }] } };
    const since = searchParams.get("_lastUpdated")?.replace(/^ge/, "") ?? searchParams.get("_since");
    if (since !== null) found = found.filter((one) => Date.parse(lastUpdated(one)) >= Date.parse(since));
    return { status: 200, body: page(url, found) };
  };

  const page = (url: URL, found: readonly FhirResource[]): unknown => {
    const count = Math.min(behaviour.pageSize, Number(url.searchParams.get("_count") ?? 100));
    const from = Number(url.searchParams.get("_offset") ?? 0);
    const next = new URL(url);
    next.searchParams.set("_offset", String(from + count));
    const address = `${behaviour.nextOrigin ?? url.origin}${next.pathname}${next.search}`;
    const total = behaviour.total(found.length);
    return {
      resourceType: "Bundle",
      type: "searchset",
      ...(total === null ? {} : { total }),
      link: from + count < found.length ? [{ relation: "next", url: address }] : [],
      entry: found.slice(from, from + count).map((resource) => ({ resource, search: { mode: "match" } })),
    };
  };

  const send = (
    response: ServerResponse,
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ): void => {
    response.writeHead(status, { "content-type": "application/fhir+json", ...headers }).end(JSON.stringify(body));
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
    asked.push(`${url.pathname.replace(/^\/fhir\//, "")}${url.search}`);
    if (behaviour.delayMs > 0) await new Promise((wake) => setTimeout(wake, behaviour.delayMs));
    const token = behaviour.accessToken();
    if (token !== null && request.headers.authorization !== `Bearer ${token}`) return send(response, 401, {});
    if (behaviour.failsOneIn > 0 && roll() < 1 / behaviour.failsOneIn) {
      failed++;
      if (failed % 2 === 0) return send(response, 500, {});
      const { retryAfter } = behaviour;
      return send(response, 429, {}, retryAfter === null ? {} : { "retry-after": retryAfter });
    }
    const instead = behaviour.instead(asked.at(-1) ?? "");
    if (instead !== null) return send(response, instead, {});
    const { status, body } = await respond(url).catch((error: unknown) => {
      console.error(error);
      return { status: 501, body: {} };
    });
    send(response, status, body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`,
    asked,
    failed: () => failed,
    behave: (next) => {
      behaviour = { ...WELL, ...next };
      roll = dice(behaviour.seed);
    },
    put: (resource, at, reference = `${resource.resourceType}/${text(resource.id)}`) => {
      changed.set(reference, { ...resource, meta: { ...node(resource.meta), lastUpdated: at } });
    },
    remove: (reference) => {
      changed.set(reference, null);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
