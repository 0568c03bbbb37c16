import { fastGuard, type ScoringCall } from "@/lib/core/rollout/fast-guard";
import type { House } from "@/lib/services/house";
import { houseMemory } from "@/lib/services/house-memory";

/** Calls remembered of a version: at 200 a second still a few seconds, and rarely more than its ten minutes. */
const MOST_CALLS = 2_000;

const callsOf = houseMemory("model-watch", () => new Map<string, ScoringCall[]>());

/** Writes down how a call of a version went, in this process. */
export function noteCall(house: House, version: string, call: ScoringCall): void {
  const all = callsOf(house);
  const calls = all.get(version) ?? [];
  calls.push(call);
  if (calls.length > MOST_CALLS) calls.splice(0, calls.length - MOST_CALLS);
  all.set(version, calls);
}

/** Why this process would have a version go, in one sentence; null while it has nothing against it. */
export function whyTripped(house: House, version: string): string | null {
  const calls = callsOf(house).get(version);
  return calls === undefined ? null : fastGuard(calls, Date.now());
}

/** What was seen of a version before is no reason any more: it was rolled back, or is tried anew. */
export function forgetCalls(house: House, version: string): void {
  callsOf(house).delete(version);
}
