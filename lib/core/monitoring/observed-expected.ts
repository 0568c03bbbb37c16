import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";

const Z = 1.959963984540054;

/**
 * 95 % interval of observed over expected events, the expected number taken as known: Byar's approximation of the exact
 * Poisson limits. Null where nothing was expected.
 * @see Breslow & Day 1987, Statistical Methods in Cancer Research II, IARC 82, p. 69
 */
export function observedExpectedInterval(events: number, expected: number): Interval | null {
  if (expected <= 0) return null;
  const limit = (count: number, z: number): number =>
    count === 0 ? 0 : count * (1 - 1 / (9 * count) + z / (3 * Math.sqrt(count))) ** 3;
  return [limit(events, -Z) / expected, limit(events + 1, Z) / expected];
}

/** How a CUSUM stands after some outcomes, one at a time in order of discharge. */
export interface Cusum {
  /** Evidence for more, and for fewer, events than predicted; log-likelihood ratios, never below 0. */
  readonly up: number;
  readonly down: number;
  /** Outcomes seen since each last stood at 0: about when it began. */
  readonly sinceUp: number;
  readonly sinceDown: number;
}

export const CUSUM_START: Cusum = { up: 0, down: 0, sinceUp: 0, sinceDown: 0 };

/**
 * What each chart looks for, as observed over expected, and the evidence at which it speaks. With a readmission in nine
 * it speaks by chance about once in 7,000 outcomes (`bench/monitoring.ts` measures it), and of O/E 1.5 after about 300.
 */
export const CUSUM_RULE = { more: 1.5, fewer: 1 / 1.5, evidence: 4.5 } as const;

/** Log-likelihood ratio of one outcome, had the odds changed by as much as takes O/E to `ratio` near this probability. */
function evidenceOf(probability: number, event: number, ratio: number): number {
  const changed = Math.min(0.99, probability * ratio);
  const p = Math.min(0.99, Math.max(1e-6, probability));
  return event > 0 ? Math.log(changed / p) : Math.log((1 - changed) / (1 - p));
}

/**
 * One more outcome on the risk-adjusted CUSUM.
 * @param event 1 where what was predicted happened, else 0
 * @see Steiner, Cook, Farewell & Treasure 2000, doi:10.1093/biostatistics/1.4.441
 */
export function stepCusum(cusum: Cusum, probability: number, event: number): Cusum {
  const up = Math.max(0, cusum.up + evidenceOf(probability, event, CUSUM_RULE.more));
  const down = Math.max(0, cusum.down + evidenceOf(probability, event, CUSUM_RULE.fewer));
  return {
    up,
    down,
    sinceUp: up === 0 ? 0 : cusum.sinceUp + 1,
    sinceDown: down === 0 ? 0 : cusum.sinceDown + 1,
  };
}
