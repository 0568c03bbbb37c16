import { type DemandCount, MOST_DAYS } from "@/lib/core/demand/demand-series";
import { followedDays } from "@/lib/core/demand/followed-days";
import { toDayNumber, toIsoDate } from "@/lib/core/forecast/daily-series";

/** With so many discharges a day, a day without any is one in twenty; with fewer, quiet days say nothing. */
const BUSY = 3;
/** How many leave now is told by so many days; a day with less than this share of their mean is not one of them. */
const LATELY_DAYS = 28;
const LEAST_SHARE = 1 / 3;

/**
 * The day from which a hospital's record is whole, as its discharges tell (YYYY-MM-DD): a source read for the first time
 * knows of earlier days only what its patients brought along, so days with far fewer discharges than now are taken for
 * those. null: they do not tell, and the record is taken whole.
 *
 * @param through last whole day
 */
export function recordBegins(discharges: readonly DemandCount[], through: string): string | null {
  const today = toDayNumber(through) + 1;
  const counts = new Float64Array(MOST_DAYS + 1);
  for (const { day, count } of discharges) {
    const ago = today - toDayNumber(day);
    if (ago >= 1 && ago <= MOST_DAYS) counts[ago] = (counts[ago] as number) + count;
  }
  const meanOf = (days: number) => counts.slice(1, days + 1).reduce((sum, count) => sum + count, 0) / days;
  const usual = LEAST_SHARE * meanOf(LATELY_DAYS);
  const followed = followedDays(Array.from(counts, (count) => count > 0 && count >= usual));
  return followed === 0 || meanOf(followed) < BUSY ? null : toIsoDate(today - followed);
}
