import type { ReviewFilters } from "@/lib/core/review/review-queue";

const NAMES = { kind: "kind", modelVersion: "version", wardId: "ward" } as const;

/** Where a filtered queue is found: what is filtered for stands in the address, so that a view can be kept. */
export function reviewAddress(
  path: string,
  filters: ReviewFilters,
  more: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams(more);
  for (const [key, name] of Object.entries(NAMES)) {
    const value = filters[key as keyof typeof NAMES];
    if (value !== null) query.set(name, value);
  }
  // What waits is what a queue is for: it needs no word.
  if (path === "/review" && filters.choice !== "waiting") query.set("show", filters.choice);
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}
