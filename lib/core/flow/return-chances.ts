import type { ReadmissionTiming } from "@/lib/core/flow/readmission-timing";

/** A patient who left and is not back. */
export interface Discharged {
  /** Chance of a readmission within 30 days of discharge as it was at discharge, 0–1. */
  readonly probability: number;
  /** Calendar days from the day of discharge to today; 0: left today. */
  readonly daysSince: number;
}

/**
 * Chance of coming back on each of the next days, today first, given that the patient is not back yet. With p the
 * chance at discharge and F(t) the share of 30-day readmissions before t, it is p·(F(t₂) − F(t₁)) / (1 − p·F(now)):
 * whoever stayed away so far is less likely to come back than they were at discharge. Past day 30 it is 0: the
 * model says nothing about later.
 * @param dayElapsed how much of today is over, 0–1
 * @param days how many days ahead, today included
 */
export function returnChances(
  { probability, daysSince }: Discharged,
  timing: ReadmissionTiming,
  { dayElapsed, days }: { readonly dayElapsed: number; readonly days: number },
): number[] {
  const { shares } = timing;
  const shareOf = (day: number): number => shares[day] ?? 0;
  const before = shares.slice(0, daysSince).reduce((sum, share) => sum + share, 0) + shareOf(daysSince) * dayElapsed;
  const awayStill = 1 - probability * before;
  return Array.from({ length: days }, (_, ahead) => {
    const share = shareOf(daysSince + ahead) * (ahead === 0 ? 1 - dayElapsed : 1);
    return awayStill <= 0 ? 0 : Math.min(1, (probability * share) / awayStill);
  });
}
