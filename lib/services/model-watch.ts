import { fastGuard, type ScoringCall } from "@/lib/core/rollout/fast-guard";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";

/** Calls remembered of a version: at 200 a second still a few seconds, and rarely more than its ten minutes. */
const MOST_CALLS = 2_000;
/** What was thought of a version holds so long, unless it fails meanwhile: each prediction asks. */
const THOUGHT_MS = 250;

interface Watched {
  readonly calls: ScoringCall[];
  thought: { readonly why: string | null; readonly atMs: number } | null;
}

const watchedOf = houseMemory("model-watch", () => new Map<string, Watched>());

/** Writes down how a call of a version went, in this process. */
export function noteCall(house: House, version: string, call: ScoringCall): void {
  const all = watchedOf(house);
  const watched = all.get(version) ?? { calls: [], thought: null };
  watched.calls.push(call);
  if (watched.calls.length > MOST_CALLS) watched.calls.splice(0, watched.calls.length - MOST_CALLS);
  if (call.failure !== null) watched.thought = null;
  all.set(version, watched);
}

/** Why this process would have a version go, in one sentence; null while it has nothing against it. As of a moment ago. */
export function whyTripped(house: House, version: string): string | null {
  const thought = watchedOf(house).get(version)?.thought ?? null;
  return thought !== null && Math.abs(Date.now() - thought.atMs) <= THOUGHT_MS
    ? thought.why
    : whyTrippedNow(house, version);
}

/** The same by every call up to now. */
export function whyTrippedNow(house: House, version: string): string | null {
  const watched = watchedOf(house).get(version);
  if (watched === undefined) return null;
  const atMs = Date.now();
  const why = fastGuard(watched.calls, atMs);
  watched.thought = { why, atMs };
  return why;
}

/** What was seen of a version before is no reason any more: it was rolled back, or is tried anew. */
export function forgetCalls(house: House, version: string): void {
  watchedOf(house).delete(version);
}
