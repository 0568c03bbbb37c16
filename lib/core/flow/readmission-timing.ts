/** The target counts a return up to this many calendar days after discharge. */
export const READMISSION_WINDOW_DAYS = 30;

/**
 * Cumulative share of 30-day readmissions by the end of a day after discharge: Medicare patients discharged after
 * heart failure, 2007–2009, 329,308 readmissions. Of the published cohorts the one that comes back slowest; after
 * myocardial infarction 40 % are back within a week, here 32 %.
 * @see https://doi.org/10.1001/jama.2012.216476 (Dharmarajan et al. 2013: periods are days 0–3, 0–7, 0–15, 0–30)
 */
const PUBLISHED = [
  { lastDay: 3, share: 0.134 },
  { lastDay: 7, share: 0.317 },
  { lastDay: 15, share: 0.61 },
  { lastDay: READMISSION_WINDOW_DAYS, share: 1 },
] as const;

/** As many readmissions as the published timing is worth beside a hospital's own. */
export const PUBLISHED_WEIGHT = 50;

/** When within 30 days those who come back do so. */
export interface ReadmissionTiming {
  /** By calendar day after discharge, 0 (the day of discharge) to 30; sums to 1. */
  readonly shares: readonly number[];
  /** Readmissions of this hospital it rests on, beside the published timing; 0: it is the published one. */
  readonly localReadmissions: number;
}

/** The published timing by single days, even within each published period. */
function publishedShares(): number[] {
  let from = 0;
  let before = 0;
  return PUBLISHED.flatMap(({ lastDay, share }) => {
    const days = lastDay + 1 - from;
    const each = (share - before) / days;
    from = lastDay + 1;
    before = share;
    return Array<number>(days).fill(each);
  });
}

/**
 * The timing to spread readmissions by: the hospital's own days, drawn towards the published ones while it has few.
 * Each day's share is (own count + 50 × published share) / (own total + 50), the mean of a Dirichlet posterior.
 * @param readmissionsByDay own 30-day readmissions by calendar day after discharge, index 0 to 30; a longer or shorter
 * list, or a count below 0, is a RangeError. Empty: none are known.
 */
export function readmissionTiming(readmissionsByDay: readonly number[]): ReadmissionTiming {
  const shares = publishedShares();
  if (readmissionsByDay.length === 0) return { shares, localReadmissions: 0 };
  if (readmissionsByDay.length !== shares.length || readmissionsByDay.some((count) => !(count >= 0)))
    throw new RangeError(`Readmissions are counted for each of the days 0 to ${READMISSION_WINDOW_DAYS}.`);
  const localReadmissions = readmissionsByDay.reduce((sum, count) => sum + count, 0);
  return {
    shares: shares.map(
      (share, day) => (readmissionsByDay[day]! + PUBLISHED_WEIGHT * share) / (localReadmissions + PUBLISHED_WEIGHT),
    ),
    localReadmissions,
  };
}
