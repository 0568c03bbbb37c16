import { type FhirEntry, isObject, isResource, nodes, text } from "@/lib/core/fhir/resource";

/** How deep Bundles may be nested (a batch of searches answers with Bundles in a Bundle). */
const DEEPEST = 4;

/** The resources of a Bundle, of an array, or the lone resource itself, as entries; what is no resource is passed on. */
export function toEntries(value: unknown, depth = 0): readonly unknown[] {
  if (Array.isArray(value)) return depth > DEEPEST ? [] : value.flatMap((item) => toEntries(item, depth + 1));
  if (!isObject(value)) return [value];
  if (value.resourceType === "Bundle") {
    if (depth > DEEPEST) return [];
    const entries = nodes(value.entry);
    return entries.some(({ resource }) => isObject(resource) && resource.resourceType === "Bundle")
      ? entries.flatMap((entry) => toEntries(entry, depth + 1))
      : entries.filter(({ resource, response }) => resource !== undefined || response === undefined);
  }
  if (isObject(value.resource) && value.resource.resourceType === "Bundle") return toEntries(value.resource, depth + 1);
  return [value];
}

/** A Bundle's entries that hold resources. */
export function resourceEntries(bundle: unknown): readonly FhirEntry[] {
  return toEntries(bundle).flatMap((item): FhirEntry[] => {
    if (isResource(item)) return [{ resource: item }];
    if (!isObject(item) || !isResource(item.resource)) return [];
    const fullUrl = text(item.fullUrl);
    return [fullUrl === null ? { resource: item.resource } : { resource: item.resource, fullUrl }];
  });
}
