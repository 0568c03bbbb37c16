import { type FhirResource, isResource, node, nodes, number, text } from "@/lib/core/fhir/resource";

/** One page of a search, or of an operation that answers with a Bundle. */
export interface SearchPage {
  /** What was found; what the server adds of its own (OperationOutcome) is left out. */
  readonly resources: readonly FhirResource[];
  /** How many it says there are on all pages; null where it does not say. */
  readonly total: number | null;
  /** The next page's address as it stands there. */
  readonly next: string | null;
  /** The server's own clock when the search was made; null where it does not say. */
  readonly at: string | null;
}

/** Reads a Bundle of type searchset; null where it is no Bundle. */
export function readSearchPage(body: unknown): SearchPage | null {
  const { resourceType, total, link, entry, meta } = node(body);
  if (resourceType !== "Bundle") return null;
  const entries = nodes(entry).filter(({ search }) => text(node(search).mode) !== "outcome");
  const resources = entries.flatMap(({ resource }) =>
    isResource(resource) && resource.resourceType !== "OperationOutcome" ? [resource] : [],
  );
  const next = nodes(link).find(({ relation }) => relation === "next");
  const said = number(total);
  return {
    resources,
    total: said !== null && Number.isInteger(said) && said >= 0 ? said : null,
    next: text(next?.url),
    at: text(node(meta).lastUpdated),
  };
}

/** "Type/id"; null for a resource without an id. */
export function keyOf({ resourceType, id }: FhirResource): string | null {
  const known = text(id);
  return known === null ? null : `${resourceType}/${known}`;
}
