/**
 * What a candidate must show, fixed before any candidate was seen; the reasons are in docs/gates.md.
 * - events: below 100 events figures of performance are too uncertain to judge by.
 *   @see Collins, Ogundimu & Altman 2016, doi:10.1002/sim.6787
 * - aurocDifference: the lower end of the interval, candidate less champion.
 * - slope, oe: the estimates. @see Van Calster et al. 2019, doi:10.1186/s12916-019-1466-7
 * - logLossDifference: the upper end of the interval, in nats a stay; about one part in seventy of the shipped model's.
 * - alertVolume: candidate's calls over the champion's.
 * - group*: estimates; a loss of sensitivity or PPV counts where its interval leaves 0 out as well.
 * - latencyMs: the 95th of a hundred scorings of one stay.
 */
export const GATE_BARS = {
  events: 100,
  aurocDifference: -0.01,
  slope: [0.9, 1.1],
  oe: [0.8, 1.25],
  logLossDifference: 0.005,
  alertVolume: [0.85, 1.15],
  abstention: 0.02,
  groupOe: [0.8, 1.25],
  groupLoss: 0.05,
  groupCalls: [0.75, 1.33],
  latencyMs: 50,
} as const;

/** Groups that are looked at whether or not anything is recorded of them. The last two are never features. */
export const GATED_VARIABLES = ["Sex", "Age", "Race", "Ethnicity", "Payer", "Language"] as const;

/** From these points up a published score says "call". @see lib/core/scores/score-band.ts */
export const LACE_CALLS_FROM = 10;
export const HOSPITAL_CALLS_FROM = 7;
