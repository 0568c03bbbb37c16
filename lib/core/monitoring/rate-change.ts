/** Events of some days, and how many a model expected. */
export interface EventCount {
  readonly events: number;
  readonly expected: number;
}

/** The last so many days, as one. */
export interface Span extends EventCount {
  readonly days: number;
  /** Log-likelihood ratio. */
  readonly evidence: number;
}

/**
 * What the chart of returns looks for, as observed over expected, and the evidence at which it speaks;
 * `bench/monitoring.ts` measures how soon, and how often by chance. It is `over` by that much evidence for the usual rate.
 * A change is looked for in the last two months.
 */
export const CHANGE_RULE = { more: 1.5, fewer: 1 / 1.5, evidence: 4, over: 5, days: 60 } as const;

const HALF = 0.5;

/**
 * Evidence that events have become `ratio` times as frequent as they were, the usual rate being known from the reference
 * only as well as its events allow: the likelihood of both, averaged over a gamma posterior of the rate (Poisson events).
 */
function changeEvidence(ratio: number, reference: EventCount, since: EventCount): number {
  const known = reference.expected + HALF;
  return (
    since.events * Math.log(ratio) -
    (reference.events + HALF + since.events) * Math.log((known + ratio * since.expected) / (known + since.expected))
  );
}

/**
 * A CUSUM on observed over expected: of all spans that end on the last day, the one with most evidence of a change. The
 * largest over all beginnings is what Page's CUSUM keeps; it is worked out anew because the usual rate is not certain.
 *
 * @param days oldest first; a day is one step, because the order of stays within it means nothing
 * @returns evidence 0 and no days where nothing speaks for a change
 * @see Steiner, Cook, Farewell & Treasure 2000, doi:10.1093/biostatistics/1.4.441
 * @see Biswas & Kalbfleisch 2008, doi:10.1002/sim.3216, for returns by the day they happen
 */
export const findChange = (ratio: number, reference: EventCount, days: readonly EventCount[]): Span =>
  findSpan((since) => changeEvidence(ratio, reference, since), days);

/** The same the other way round: the span with most evidence that the rate is the usual one, and not `ratio` times it. */
export const findUsual = (ratio: number, reference: EventCount, days: readonly EventCount[]): Span =>
  findSpan((since) => -changeEvidence(ratio, reference, since), days);

function findSpan(weigh: (since: EventCount) => number, days: readonly EventCount[]): Span {
  let best: Span = { days: 0, events: 0, expected: 0, evidence: 0 };
  let since: EventCount = { events: 0, expected: 0 };
  for (const [at, day] of days.slice(-CHANGE_RULE.days).toReversed().entries()) {
    since = { events: since.events + day.events, expected: since.expected + day.expected };
    const evidence = weigh(since);
    if (evidence > best.evidence) best = { ...since, days: at + 1, evidence };
  }
  return best;
}
