import { referenceKey } from "@/lib/core/fhir/reference";
import { type FhirEntry, isObject } from "@/lib/core/fhir/resource";
import type { ResourceIndex } from "@/lib/core/fhir/resource-index";

/** Types of resource that belong to no patient and that something about a patient may point at. */
const TYPES = ["Location", "Organization", "Medication", "Practitioner", "PractitionerRole"] as const;

/** Every reference in a JSON value, however deep, in the order they stand in. */
export function referencesIn(value: unknown, found: unknown[] = []): readonly unknown[] {
  if (typeof value !== "object" || value === null) return found;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object") referencesIn(item, found);
    return found;
  }
  const { reference, identifier } = value as { reference?: unknown; identifier?: unknown };
  if (typeof reference === "string" || isObject(identifier)) found.push(value);
  for (const name in value) {
    const part = (value as Record<string, unknown>)[name];
    if (typeof part === "object") referencesIn(part, found);
  }
  return found;
}

/**
 * One patient's entries with those of the shared resources (locations, medications, …) that they point at, directly
 * or through one another, so that the patient's record can be kept and read again by itself.
 */
export function withShared(entries: readonly FhirEntry[], shared: ResourceIndex | undefined): readonly FhirEntry[] {
  if (shared === undefined) return entries;
  const whole = [...entries];
  const taken = new Set<unknown>(entries.map(({ resource }) => resource));
  // The same place is pointed at from every resource of a stay.
  const followed = new Set<string>();
  // Grows while it is walked: what was added may point at more.
  for (const { resource } of whole) {
    for (const reference of referencesIn(resource)) {
      const key = `${referenceKey(reference)} ${isObject(reference) ? reference.reference : ""}`;
      if (followed.has(key)) continue;
      followed.add(key);
      for (const type of TYPES) {
        const found = shared.resolve(reference, type);
        if (found === undefined || taken.has(found)) continue;
        taken.add(found);
        whole.push({ resource: found });
      }
    }
  }
  return whole;
}
