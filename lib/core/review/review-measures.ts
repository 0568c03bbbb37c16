import { wilsonInterval } from "@/lib/core/evaluation/wilson-interval";
import type { Agreement } from "@/lib/core/review/adjudication";

/** What is measured of one flag: nothing of what it said or about whom. Times are epoch ms. */
export interface MeasuredFlag {
  readonly flaggedAt: number;
  /** null while nothing was decided. */
  readonly decidedAt: number | null;
  readonly agreement: Agreement | null;
}

/** How well flags are looked after. Hours are rounded nowhere; null where there is nothing to measure. */
export interface ReviewMeasures {
  readonly waiting: number;
  readonly decided: number;
  /** Reviewers who thought the flag was right, of those who could tell; 0–1. */
  readonly agreement: {
    readonly agreed: number;
    readonly told: number;
    readonly cannotTell: number;
    readonly rate: number | null;
    /** 95 %, Wilson. */
    readonly interval: readonly [number, number] | null;
  };
  readonly hoursToReview: { readonly median: number; readonly nineInTen: number } | null;
  readonly oldestWaitingHours: number | null;
}

const HOUR_MS = 3_600_000;

/** The smallest value that at least this share of the values do not exceed (nearest rank). */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** Agreement and time to review over some flags, those that were withdrawn left out by whoever asks. */
export function reviewMeasures(flags: readonly MeasuredFlag[], now: number): ReviewMeasures {
  const decided = flags.filter(({ decidedAt }) => decidedAt !== null);
  const waiting = flags.filter(({ decidedAt }) => decidedAt === null);
  const count = (wanted: Agreement) => decided.filter(({ agreement }) => agreement === wanted).length;
  const agreed = count("agree");
  const told = agreed + count("disagree");
  const hours = decided
    .map(({ flaggedAt, decidedAt }) => ((decidedAt ?? flaggedAt) - flaggedAt) / HOUR_MS)
    .sort((a, b) => a - b);
  const median = quantile(hours, 0.5);
  const nineInTen = quantile(hours, 0.9);
  const oldest = waiting.reduce((first, { flaggedAt }) => Math.min(first, flaggedAt), Number.POSITIVE_INFINITY);
  return {
    waiting: waiting.length,
    decided: decided.length,
    agreement: {
      agreed,
      told,
      cannotTell: count("cannot-tell"),
      rate: told === 0 ? null : agreed / told,
      interval: wilsonInterval(agreed, told),
    },
    hoursToReview: median === null || nineInTen === null ? null : { median, nineInTen },
    oldestWaitingHours: waiting.length === 0 ? null : (now - oldest) / HOUR_MS,
  };
}
