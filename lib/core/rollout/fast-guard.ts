/** How one call of a version went. Kinds of failure are told apart because they weigh differently. */
export const SCORING_FAILURES = ["error", "not-a-probability", "too-slow"] as const;
export type ScoringFailure = (typeof SCORING_FAILURES)[number];

/** One call of a version, in one process. */
export interface ScoringCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly stays: number;
  readonly ms: number;
  readonly failure: ScoringFailure | null;
  /** What it said beside what the champion said of the same stays, 0–1; empty where that was not asked. */
  readonly pairs: readonly (readonly [said: number, champion: number])[];
}

/** Fixed beforehand, so that nobody argues with a version that is failing (docs/rollout.md says why these). */
export const FAST_GUARD = {
  /** Only what happened lately counts. */
  windowMs: 10 * 60_000,
  /** A number that is none is a broken version, however rare. */
  notAProbability: 1,
  /** Errors and time-outs may be the machine's: so many, and so large a share of the calls. */
  failures: 3,
  failureShare: 0.02,
  /** 95th percentile of a call's time per 100 stays or part of it, with at least so many calls. */
  slowMs: 1_000,
  slowCalls: 20,
  /** Compared with the champion on the same stays, at least so many. */
  pairs: 20,
  /** Mean difference in probability. */
  meanShift: 0.1,
  /** The same number for everybody: standard deviation of the probabilities. */
  leastSpread: 0.002,
} as const;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

function whyDistribution(pairs: ScoringCall["pairs"]): string | null {
  if (pairs.length < FAST_GUARD.pairs) return null;
  const said = pairs.map(([own]) => own);
  const shift = mean(said) - mean(pairs.map(([, champion]) => champion));
  if (Math.abs(shift) > FAST_GUARD.meanShift) {
    const points = `${Math.abs(shift * 100).toFixed(1)} percentage points`;
    return `Over ${pairs.length} stays its mean is ${points} ${shift > 0 ? "above" : "below"} the champion’s.`;
  }
  const champions = pairs.map(([, champion]) => champion);
  if (spread(said) < FAST_GUARD.leastSpread && spread(champions) >= FAST_GUARD.leastSpread)
    return `It says nearly the same number for all of ${pairs.length} stays.`;
  return null;
}

function whySlow(calls: readonly ScoringCall[]): string | null {
  if (calls.length < FAST_GUARD.slowCalls) return null;
  const times = calls.map(({ ms, stays }) => ms / Math.max(1, Math.ceil(stays / 100))).sort((a, b) => a - b);
  const p95 = times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? 0;
  return p95 > FAST_GUARD.slowMs ? `Its 95th percentile is ${Math.round(p95)} ms a call.` : null;
}

/**
 * Why a version must not go on serving, in one sentence; null while there is no reason.
 * @param now milliseconds since 1970
 */
export function fastGuard(calls: readonly ScoringCall[], now: number): string | null {
  const recent = calls.filter(({ at }) => now - at <= FAST_GUARD.windowMs);
  const wrong = recent.filter(({ failure }) => failure === "not-a-probability").length;
  if (wrong >= FAST_GUARD.notAProbability)
    return `It gave something that is no probability, in ${wrong} of ${recent.length} calls.`;
  const failed = recent.filter(({ failure }) => failure !== null).length;
  if (failed >= FAST_GUARD.failures && failed / recent.length >= FAST_GUARD.failureShare)
    return `${failed} of ${recent.length} calls failed or took too long.`;
  return (
    whySlow(recent.filter(({ failure }) => failure === null)) ??
    whyDistribution(recent.flatMap(({ pairs }) => [...pairs]))
  );
}
