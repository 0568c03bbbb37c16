import type { FlagFilters } from "@/lib/core/flags/flag-review";

const NAMES = { kind: "kind", modelVersion: "version", wardId: "ward" } as const;

/** Where a filtered list is found: what is filtered for stands in the address, so that a view can be kept. */
export function flagsAddress(path: string, filters: FlagFilters, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(more);
  for (const [key, name] of Object.entries(NAMES)) {
    const value = filters[key as keyof FlagFilters];
    if (value !== null) query.set(name, value);
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}
