import type { PatientIdentity } from "@/lib/core/worklist/patient-identity";
import type { Vault } from "@/lib/io/vault";
import { openIdentity } from "@/lib/services/patient-identity";

/** More than the current patients of a large hospital; past it the oldest entries go. */
const LARGEST = 5_000;

interface Opened {
  readonly sealed: Buffer;
  readonly today: string;
  readonly identity: PatientIdentity;
}

/** Per vault, so that another key never meets what this one opened. */
const caches = new WeakMap<Vault, Map<string, Opened>>();

/**
 * `openIdentity`, remembered while the sealed bytes and the day are the same: opening five hundred takes longer than
 * everything else a list needs. What is remembered lives in this process's memory only, as anything shown does.
 */
export function recallIdentity(
  vault: Vault,
  row: { readonly id: string; readonly identity: Buffer; readonly synthetic: boolean },
  today: string,
): PatientIdentity {
  const cache = caches.get(vault) ?? new Map<string, Opened>();
  caches.set(vault, cache);
  const known = cache.get(row.id);
  if (known && known.today === today && known.identity.synthetic === row.synthetic && known.sealed.equals(row.identity))
    return known.identity;
  const identity = openIdentity(vault, row, today);
  cache.delete(row.id);
  cache.set(row.id, { sealed: row.identity, today, identity });
  const [oldest] = cache.keys();
  if (cache.size > LARGEST && oldest !== undefined) cache.delete(oldest);
  return identity;
}
