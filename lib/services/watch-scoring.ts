import type { ScoredStay } from "@/lib/core/model/scored-stay";
import type { ScoringCall } from "@/lib/core/rollout/fast-guard";
import type { Log } from "@/lib/io/log";
import { count, timed } from "@/lib/io/operations/meters";
import { traced } from "@/lib/io/operations/traces";
import type { ServedBy } from "@/lib/services/score-here";

/** Has a version score some stays, as a part of its own of what it is done for. */
export function watchScore<T>(version: string, stays: number, score: () => Promise<T>): Promise<T> {
  const fields = { "wardlight.model.version": version, "wardlight.stays": stays };
  return traced(() => ({ name: "score", kind: "internal", fields }), score);
}

/** Tells the metrics how one call of a version went. */
export function watchCall(version: string, { ms, failure }: Omit<ScoringCall, "pairs">): void {
  timed("wardlight_inference_duration_seconds", { version }, ms);
  if (failure !== null) count("wardlight_inference_failures_total", { version, failure });
}

/**
 * Counts and logs what was said of some stays: one line a call with the version, how it came to speak and how long it
 * took. Which stays they were is in the database (`predictions`), not in the log.
 */
export function watchSaid(
  log: Log,
  { served, scored, ms }: { readonly served: ServedBy; readonly scored: readonly ScoredStay[]; readonly ms: number },
): void {
  const { modelVersion: version, alias: servedAs, insteadOf } = served;
  const byTier = new Map<string, number>();
  for (const { tier } of scored) byTier.set(tier ?? "abstained", (byTier.get(tier ?? "abstained") ?? 0) + 1);
  for (const [tier, times] of byTier)
    count("wardlight_predictions_total", { version, served_as: servedAs, tier }, times);
  const abstained = byTier.get("abstained") ?? 0;
  const counts = { stays: scored.length, abstained, ms: Math.round(ms * 100) / 100 };
  log.info({ version, servedAs, insteadOf, ...counts }, "scored");
}
