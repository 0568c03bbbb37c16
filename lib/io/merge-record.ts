import type { FhirEntry } from "@/lib/core/fhir/resource";
import type { StoredResource } from "@/lib/io/stored-resource";

/** "Type/id" → keyed fingerprint of what is stored of one patient, in order of arrival. */
export type KnownResources = ReadonlyMap<string, string>;

/** What was sent by "Type/id": the last of several under one id stands, as it would had they come one by one. */
export const bySentKey = (rows: readonly StoredResource[]): ReadonlyMap<string, StoredResource> =>
  new Map(rows.map((row) => [`${row.type}/${row.id}`, row]));

/** Stored resources that were not sent just now. */
export const missingOf = (known: KnownResources, sent: ReadonlyMap<string, StoredResource>): readonly string[] =>
  [...known.keys()].filter((key) => !sent.has(key));

/**
 * One patient's record as it is now, sent and stored together in order of arrival, so that the same record reads the
 * same however it came; and what of it is new or different.
 */
export function mergeRecord(
  known: KnownResources,
  sent: ReadonlyMap<string, StoredResource>,
  other: (key: string) => FhirEntry | undefined,
): { readonly whole: readonly FhirEntry[]; readonly fresh: readonly StoredResource[] } {
  const keys = known.size === 0 ? sent.keys() : new Set([...known.keys(), ...sent.keys()]);
  const whole: FhirEntry[] = [];
  for (const key of keys) {
    const entry = sent.get(key)?.entry ?? other(key);
    if (entry !== undefined) whole.push(entry);
  }
  const fresh = [...sent].flatMap(([key, row]) => {
    const stored = known.get(key);
    return stored !== undefined && stored === row.fingerprint ? [] : [row];
  });
  return { whole, fresh };
}
