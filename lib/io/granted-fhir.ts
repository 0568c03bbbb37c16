import { countMatches, isFailure } from "@/lib/core/cds/read-prefetch";
import { isSecureAddress } from "@/lib/core/connections/secure-address";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import { type FhirEntry, type FhirResource, isResource, nodes, number, text } from "@/lib/core/fhir/resource";

/**
 * Reads a FHIR server once, with a token that was sent along for it: one try, one time limit for all of it, nothing
 * kept. For standing connections there is `fhir-client.ts`.
 */
export interface GrantedFhir {
  /** What "Patient/1" or "Encounter?patient=1" answers, all pages of it; null where it does not, or not in time. */
  ask(query: string): Promise<readonly FhirEntry[] | null>;
}

export interface Grant {
  /** From the configuration, never from a request. */
  readonly baseUrl: string;
  readonly token: string;
  /** For all that is asked. */
  readonly budgetMs: number;
}

const MOST_BYTES = 24 * 1024 * 1024;
const MOST_PAGES = 50;

async function readJson(response: Response, spend: (bytes: number) => void): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body ?? []) {
    spend(chunk.byteLength);
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

export function openGrantedFhir({ baseUrl, token, budgetMs }: Grant): GrantedFhir {
  const base = baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`;
  const signal = AbortSignal.timeout(budgetMs);
  let left = MOST_BYTES;
  const spend = (bytes: number): void => {
    left -= bytes;
    if (left < 0) throw new Error("too much");
  };

  /** On the same server and under the same base: a page sends the token nowhere else. */
  const isWithin = (url: URL): boolean => url.href.startsWith(base) || url.href.startsWith(`${base.slice(0, -1)}?`);

  const get = async (url: URL): Promise<FhirResource | null> => {
    const response = await fetch(url, {
      headers: { accept: "application/fhir+json", authorization: `Bearer ${token}` },
      signal,
      redirect: "error",
    });
    if (!response.ok) return null;
    const body = await readJson(response, spend);
    return isResource(body) && body.resourceType !== "OperationOutcome" ? body : null;
  };

  const askAll = async (query: string): Promise<readonly FhirEntry[] | null> => {
    const found: FhirEntry[] = [];
    let promised = 0;
    let matches = 0;
    let page: URL | null = new URL(query, base);
    for (let pages = 0; page !== null; pages++) {
      if (pages >= MOST_PAGES || !isWithin(page)) return null;
      const body = await get(page);
      if (body === null) return null;
      if (body.resourceType !== "Bundle") return pages === 0 ? [{ resource: body }] : null;
      found.push(...resourceEntries(body));
      const next = text(nodes(body.link).find(({ relation }) => relation === "next")?.url);
      promised = Math.max(promised, number(body.total) ?? 0);
      matches += countMatches(body);
      page = next === null ? null : new URL(next, base);
    }
    // Fewer than it said there are: some of it was left out.
    if (matches < promised) return null;
    return found.some(({ resource }) => isFailure(resource)) ? null : found;
  };

  return {
    ask: (query) => (isSecureAddress(base) ? askAll(query).catch(() => null) : Promise.resolve(null)),
  };
}
