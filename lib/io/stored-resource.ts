import { canonicalJson } from "@/lib/core/audit/canonical-json";
import type { FhirEntry } from "@/lib/core/fhir/resource";
import type { Vault } from "@/lib/io/vault";

interface ResourceKey {
  readonly patientId: string;
  readonly type: string;
  readonly id: string;
}

/** The content that counts: a server may number a resource anew, or date it, without changing what it says. */
function contentOf({ resource, ...entry }: FhirEntry): unknown {
  const { meta, ...rest } = resource;
  if (typeof meta !== "object" || meta === null) return { ...entry, resource };
  const { versionId: _, lastUpdated: __, ...kept } = meta as Record<string, unknown>;
  return { ...entry, resource: { ...rest, meta: kept } };
}

/** What a resource's sealed body is bound to. */
export const placeOfResource = (...key: readonly string[]): string => ["resources", ...key].join("/");

const place = ({ patientId, type, id }: ResourceKey): string => placeOfResource(patientId, type, id);

/** The id a resource is stored under: its own, else that of its urn, else one made from its content. */
function idOf({ resource, fullUrl }: FhirEntry, fingerprint: () => string): string {
  if (typeof resource.id === "string" && resource.id !== "") return resource.id;
  return /^urn:(?:uuid|oid):(.+)$/.exec(fullUrl ?? "")?.[1] ?? `without-id-${fingerprint().slice(0, 16)}`;
}

/** A Bundle entry as a row; fingerprint and sealed body are made only when asked for. */
export interface StoredResource extends ResourceKey {
  readonly entry: FhirEntry;
  /** Keyed fingerprint of the content. */
  readonly fingerprint: string;
  readonly seal: () => Buffer;
}

export function toStoredResource(vault: Vault, patientId: string, entry: FhirEntry): StoredResource {
  let made: string | null = null;
  const fingerprint = (): string => {
    made ??= vault.fingerprint(canonicalJson(contentOf(entry)));
    return made;
  };
  const key: ResourceKey = { patientId, type: entry.resource.resourceType, id: idOf(entry, fingerprint) };
  return {
    ...key,
    entry,
    get fingerprint() {
      return fingerprint();
    },
    seal: () => vault.seal(entry, place(key)),
  };
}

export function openResource(vault: Vault, row: ResourceKey & { readonly body: Uint8Array }): FhirEntry {
  return vault.open(row.body, place(row)) as FhirEntry;
}
