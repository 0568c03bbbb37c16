import { Fault, isFault } from "@/lib/core/fault";
import { type Capabilities, offersLastUpdated, offersSearch, saysItHas } from "@/lib/core/feed/capabilities";
import {
  COVER_TYPE,
  coverQuery,
  FEED_TYPES,
  isOfAnother,
  isReadByFeed,
  patientQueries,
} from "@/lib/core/feed/feed-queries";
import { type FhirResource, node, text } from "@/lib/core/fhir/resource";
import type { SearchResult } from "@/lib/io/fhir-client";
import type { Feed } from "@/lib/services/feed";

/** Asked for more than once, to be on the safe side of a source that dates a resource before others can see it. */
const OVERLAP_MS = 5 * 60_000;

/** What the source has of one patient. */
export type SourceRecord =
  /** All of it, or what changed since. */
  | { readonly is: "read"; readonly isWhole: boolean; readonly resources: readonly FhirResource[] }
  /** Nothing changed since. */
  | { readonly is: "unchanged" }
  /** The source does not have this patient (any more). */
  | { readonly is: "gone" };

const INCOMPLETE = "The FHIR server sent fewer resources than it says it has of a patient.";
const OF_ANOTHER = "The FHIR server sent resources of another patient than was asked for.";

/** Our own word for why a patient could not be read. */
export function failureCode(thrown: unknown): string {
  if (!isFault(thrown)) return "error";
  if (thrown.message === INCOMPLETE) return "incomplete";
  return thrown.message === OF_ANOTHER ? "wrong-patient" : thrown.code;
}

const OTHERS_TYPES = ["Patient", "Location", "Organization", "Medication"];

async function readOwn(
  { client }: Feed,
  { patientId, capabilities, since }: { patientId: string; capabilities: Capabilities; since: string | null },
): Promise<readonly SearchResult[]> {
  if (capabilities.hasEverything) {
    try {
      const types = [...FEED_TYPES, ...OTHERS_TYPES];
      const all = await client.everything(patientId, { types, since });
      return [all];
    } catch (error) {
      // A server that offers it need not give it to everybody.
      if (!isFault(error) || error.code === "busy") throw error;
    }
  }
  const changedSince = (type: string) => (offersLastUpdated(capabilities, type) ? since : null);
  const queries = patientQueries(patientId, changedSince).filter(({ type }) => offersSearch(capabilities, type));
  return Promise.all(queries.map((query) => client.search(query)));
}

/** Sources that say they have cover and do not let us read it: asked no more by this process. */
const coverless = new WeakSet<Feed["client"]>();

/**
 * The patient's cover, for checks of fairness. A source that refuses it (its scopes need not reach so far), or sends
 * less than all of it, costs nothing else: no score rests on it.
 */
async function readCover({ client }: Feed, patientId: string, capabilities: Capabilities) {
  if (!saysItHas(capabilities, COVER_TYPE) || coverless.has(client)) return [];
  try {
    const { resources, isComplete } = await client.search(coverQuery(patientId));
    const own = resources.filter(({ resourceType }) => resourceType === COVER_TYPE);
    return isComplete ? own : [];
  } catch (error) {
    if (!isFault(error) || error.code === "busy") throw error;
    if (error.code === "misconfigured") coverless.add(client);
    return [];
  }
}

/** Since when to ask, by the source's clock; null: ever. */
function startOf(cursor: string | null): string | null {
  const at = Date.parse(cursor ?? "");
  return Number.isNaN(at) ? null : new Date(at - OVERLAP_MS).toISOString();
}

/**
 * Reads one patient's record, or what changed of it since the cursor, by `$everything` where it is offered and searches
 * otherwise. Throws a Fault, and gives nothing, where less came than the server says there is or anything of anybody else.
 */
export async function readRecord(feed: Feed, patientId: string, cursor: string | null): Promise<SourceRecord> {
  const capabilities = await feed.client.capabilities();
  const canAsk = capabilities.hasEverything || FEED_TYPES.some((type) => offersLastUpdated(capabilities, type));
  const since = canAsk ? startOf(cursor) : null;
  const patient = await feed.client.read(`Patient/${patientId}`);
  if (patient === null) return { is: "gone" };
  const found = await readOwn(feed, { patientId, capabilities, since });
  if (found.some(({ isComplete }) => !isComplete)) throw new Fault("not-ready", INCOMPLETE);
  const all = found.flatMap(({ resources }) => resources);
  const own = all.filter(isReadByFeed);
  if ([patient, ...own].some((resource) => isOfAnother(resource, patientId))) throw new Fault("not-ready", OF_ANOTHER);
  if (since !== null && own.length === 0 && isOlder(patient, since)) return { is: "unchanged" };
  const cover = await readCover(feed, patientId, capabilities);
  if (cover.some((resource) => isOfAnother(resource, patientId))) throw new Fault("not-ready", OF_ANOTHER);
  const followed = await feed.follow(own);
  return { is: "read", isWhole: since === null, resources: [...followed, patient, ...own, ...cover] };
}

const isOlder = (resource: FhirResource, since: string): boolean =>
  Date.parse(text(node(resource.meta).lastUpdated) ?? "") < Date.parse(since);
