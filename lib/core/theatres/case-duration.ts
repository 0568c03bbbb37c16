import type { Counts } from "@/lib/core/capacity/counts";
import type { ProcedureProfile } from "@/lib/core/theatres/procedure-profile";

/** Minutes that one step of a distribution of durations stands for. */
export const STEP_MINUTES = 10;

/** The profile's own word weighs as much as so many recorded operations. */
const PRIOR_CASES = 8;

/** Standard normal quantile of 0.9. */
const Z90 = 1.2815515655446004;

/** Times are never all the same. */
const LEAST_SPREAD = 0.05;

/** A duration whose logarithm is normal, as operating times nearly are. */
export interface CaseDuration {
  /** Of the logarithm of minutes. */
  readonly mean: number;
  readonly spread: number;
  /** Recorded operations it rests on, beside the profile's word. */
  readonly recorded: number;
}

/**
 * How long an operation of a profile takes: what was recorded, drawn towards the profile's own median and spread by the
 * weight of eight operations, and spread somewhat wider for not knowing the median exactly.
 *
 * @param recorded minutes, each above nought
 * @see May, Strum & Vargas 2000, Decision Sciences 31:129–148, for the lognormal; Dexter et al. 2013,
 * doi:10.1213/ANE.0b013e318291d388, for weighing what is scheduled with what was recorded
 */
export function caseDuration({ duration }: ProcedureProfile, recorded: readonly number[]): CaseDuration {
  const priorMean = Math.log(duration.median);
  const priorSpread = Math.max(LEAST_SPREAD, (Math.log(duration.ninetieth) - priorMean) / Z90);
  const logs = recorded.map(Math.log);
  const n = logs.length;
  const own = n === 0 ? priorMean : logs.reduce((sum, value) => sum + value, 0) / n;
  const mean = (n * own + PRIOR_CASES * priorMean) / (n + PRIOR_CASES);
  const squares = logs.reduce((sum, value) => sum + (value - own) ** 2, 0);
  // What recorded and said medians differ by is part of what is not known.
  const between = ((n * PRIOR_CASES) / (n + PRIOR_CASES)) * (own - priorMean) ** 2;
  const variance = (squares + PRIOR_CASES * priorSpread ** 2 + between) / (n + PRIOR_CASES);
  const spread = Math.max(LEAST_SPREAD, Math.sqrt(variance * (1 + 1 / (n + PRIOR_CASES))));
  return { mean, spread, recorded: n };
}

/** Minutes that half of such operations do not take, and nine in ten. */
export const usualMinutes = ({ mean, spread }: CaseDuration) => ({
  median: Math.round(Math.exp(mean)),
  ninetieth: Math.round(Math.exp(mean + Z90 * spread)),
});

/** Standard normal distribution function, to 1.5e-7. @see Abramowitz & Stegun 1964, 7.1.26 */
function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x);
  return z >= 0 ? 1 - tail / 2 : tail / 2;
}

/** Operations do not last longer; what lies beyond falls on the last step. */
const LONGEST_MINUTES = 1440;

/** What lies beyond falls on the last step that is kept. */
const NEGLIGIBLE = 1e-9;

/** Minutes with `added` (turnover) in steps of ten; index = steps, value = probability. */
export function toSteps({ mean, spread }: CaseDuration, added: number): Counts {
  const last = Math.ceil((LONGEST_MINUTES + added) / STEP_MINUTES);
  const mass: number[] = [];
  let below = 0;
  for (let step = 0; step <= last && below < 1 - NEGLIGIBLE; step++) {
    // A step holds what rounds to it.
    const minutes = (step + 0.5) * STEP_MINUTES - added;
    const upTo = minutes <= 0 ? 0 : normalBelow((Math.log(minutes) - mean) / spread);
    mass.push(upTo - below);
    below = upTo;
  }
  mass[mass.length - 1] = (mass.at(-1) as number) + 1 - below;
  return Float64Array.from(mass);
}
