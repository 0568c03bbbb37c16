import type { ScoreBins } from "@/lib/core/monitoring/score-bins";

/** Whole days after a discharge on which a readmission within 30 days may fall, the day itself being 0. */
export const RETURN_DAYS = 31;

/** Stays that left on one day. */
export interface DischargeDay {
  /** Local, YYYY-MM-DD. */
  readonly day: string;
  /** All that were scored. */
  readonly scored: ScoreBins;
  /** Those of them whose 30 days are over. */
  readonly matured: ScoreBins;
  /** Those of them whose return is looked for, over or not: Σ probability, and how many were back n days after. */
  readonly followed: { readonly expected: number; readonly back: readonly number[] };
  /** Of the scored, those nobody scored before a day after they had left. */
  readonly hindsight: number;
}
