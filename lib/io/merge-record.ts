import { type FhirEntry, node } from "@/lib/core/fhir/resource";
import type { StoredResource } from "@/lib/io/stored-resource";

/** "Type/id" → keyed fingerprint of what is stored of one patient, in order of arrival. */
export type KnownResources = ReadonlyMap<string, string>;

/** What was sent by "Type/id": the last of several under one id stands, as it would had they come one by one. */
export const bySentKey = (rows: readonly StoredResource[]): ReadonlyMap<string, StoredResource> =>
  new Map(rows.map((row) => [`${row.type}/${row.id}`, row]));

/** Stored resources that were not sent just now. */
export const missingOf = (known: KnownResources, sent: ReadonlyMap<string, StoredResource>): readonly string[] =>
  [...known.keys()].filter((key) => !sent.has(key));

const lastUpdated = ({ resource }: FhirEntry): number => Date.parse(String(node(resource.meta).lastUpdated));

/** What was sent in other words than it is stored in and says when it was last changed: only the stored one tells which is newer. */
export const disputedOf = (known: KnownResources, sent: ReadonlyMap<string, StoredResource>): readonly string[] =>
  [...sent].flatMap(([key, { fingerprint, entry }]) =>
    known.has(key) && known.get(key) !== fingerprint && !Number.isNaN(lastUpdated(entry)) ? [key] : [],
  );

/**
 * One patient's record as it is now, sent and stored together in order of arrival, so that the same record reads the
 * same however it came; and what of it is new or different. `other` gives what is stored: of what was sent too only where
 * it may be the newer, as in a file that was made before the source was read. What says that it is older changes nothing.
 */
export function mergeRecord(
  known: KnownResources,
  sent: ReadonlyMap<string, StoredResource>,
  other: (key: string) => FhirEntry | undefined,
): { readonly whole: readonly FhirEntry[]; readonly fresh: readonly StoredResource[] } {
  const keys = known.size === 0 ? sent.keys() : new Set([...known.keys(), ...sent.keys()]);
  const whole: FhirEntry[] = [];
  const outdated = new Set<string>();
  for (const key of keys) {
    const [own, stored] = [sent.get(key)?.entry, other(key)];
    const isOutdated = own !== undefined && stored !== undefined && lastUpdated(own) < lastUpdated(stored);
    if (isOutdated) outdated.add(key);
    const entry = isOutdated ? stored : (own ?? stored);
    if (entry !== undefined) whole.push(entry);
  }
  const fresh = [...sent].flatMap(([key, row]) => {
    const stored = known.get(key);
    return outdated.has(key) || (stored !== undefined && stored === row.fingerprint) ? [] : [row];
  });
  return { whole, fresh };
}
