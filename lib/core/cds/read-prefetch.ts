import { PREFETCH } from "@/lib/core/cds/cds-services";
import { resourceEntries } from "@/lib/core/fhir/bundle-entries";
import {
  type FhirEntry,
  type FhirResource,
  isResource,
  type Json,
  node,
  nodes,
  number,
} from "@/lib/core/fhir/resource";

/** What a prefetch holds, and which of its keys have to be read elsewhere. */
export interface PrefetchReading {
  readonly entries: readonly FhirEntry[];
  /** Not sent, sent with an error, or sent in part: none of these may pass for "nothing on record". */
  readonly missing: readonly string[];
}

/** Whether a resource says that something went wrong. */
export const isFailure = (resource: FhirResource): boolean =>
  resource.resourceType === "OperationOutcome" &&
  nodes(resource.issue).some(({ severity }) => severity === "error" || severity === "fatal");

/** How many of a page's entries the search was for; what came along with them is not counted. */
export function countMatches(bundle: Json): number {
  const isMatch = ({ search }: Json): boolean => node(search).mode !== "include" && node(search).mode !== "outcome";
  return nodes(bundle.entry).filter(isMatch).length;
}

/** Whether a search's answer is all of it: no further page, and as many matches as it says there are. */
function isWhole(bundle: Json): boolean {
  if (nodes(bundle.link).some(({ relation }) => relation === "next")) return false;
  return countMatches(bundle) >= (number(bundle.total) ?? 0);
}

/** One key's resources; null where they have to be read elsewhere. */
function readKey(type: string, value: unknown): readonly FhirEntry[] | null {
  // The EHR looked and has nothing; a patient there must be. @see https://cds-hooks.hl7.org/2.0/#prefetch-template
  if (value === null) return type === "Patient" ? null : [];
  if (!isResource(value) || value.resourceType === "OperationOutcome") return null;
  if (value.resourceType === "Bundle") {
    const entries = resourceEntries(value);
    return isWhole(value) && !entries.some(({ resource }) => isFailure(resource)) ? entries : null;
  }
  return value.resourceType === type ? [{ resource: value }] : null;
}

/** Reads what an EHR sent ahead, key by key; what it was not asked for is left aside. */
export function readPrefetch(prefetch: Json): PrefetchReading {
  const entries: FhirEntry[] = [];
  const missing: string[] = [];
  for (const [key, { type }] of Object.entries(PREFETCH)) {
    const read = Object.hasOwn(prefetch, key) ? readKey(type, prefetch[key]) : null;
    if (read === null || (type === "Patient" && !read.some(({ resource }) => resource.resourceType === type)))
      missing.push(key);
    else entries.push(...read);
  }
  return { entries, missing };
}
