import { CUSUM_RULE, CUSUM_START, type Cusum, stepCusum } from "@/lib/core/monitoring/observed-expected";
import type { Signal } from "@/lib/core/monitoring/signal";

/** A stay whose 30 days are over. */
export interface MaturedOutcome {
  /** 0–1. */
  readonly probability: number;
  readonly event: 0 | 1;
}

/** The chart after some outcomes, and what it said on the way. */
export interface OutcomeWatch {
  readonly cusum: Cusum;
  readonly outcomes: number;
}

export const OUTCOME_WATCH_START: OutcomeWatch = { cusum: CUSUM_START, outcomes: 0 };

/**
 * One day's matured outcomes, in order of discharge, on the chart. Once it has spoken a side begins anew at zero, so
 * that it speaks again only if it goes on.
 *
 * @param usual observed over expected in the reference: a model that was always a little off has not changed
 */
export function watchOutcomes(
  before: OutcomeWatch,
  matured: readonly MaturedOutcome[],
  usual: number,
): { readonly watch: OutcomeWatch; readonly signals: readonly Signal[] } {
  let { cusum, outcomes } = before;
  const signals: Signal[] = [];
  for (const { probability, event } of matured) {
    cusum = stepCusum(cusum, Math.min(0.99, probability * usual), event);
    outcomes++;
    const about = { subject: "", wardId: null, p: null } as const;
    if (cusum.up >= CUSUM_RULE.evidence) {
      signals.push({ ...about, kind: "outcomes-more", figures: { outcomes: cusum.sinceUp, ratio: CUSUM_RULE.more } });
      cusum = { ...cusum, up: 0, sinceUp: 0 };
    }
    if (cusum.down >= CUSUM_RULE.evidence) {
      signals.push({
        ...about,
        kind: "outcomes-fewer",
        figures: { outcomes: cusum.sinceDown, ratio: CUSUM_RULE.fewer },
      });
      cusum = { ...cusum, down: 0, sinceDown: 0 };
    }
  }
  return { watch: { cusum, outcomes }, signals };
}
