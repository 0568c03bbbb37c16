import type { CountSpread } from "@/lib/core/capacity/counts";
import type { TeamRole } from "@/lib/core/theatres/procedure-profile";
import type { StockCover } from "@/lib/core/theatres/stock-cover";
import { count } from "@/lib/core/validation/figure-words";

export const ROLE_WORDS: Readonly<Record<TeamRole, string>> = {
  surgeon: "Surgeons",
  anaesthetist: "Anaesthetists",
  "scrub-nurse": "Scrub nurses",
  "circulating-nurse": "Circulating nurses",
  "anaesthetic-nurse": "Anaesthetic nurses",
};

/** "3 (2 to 4)": the median, and where 8 days in 10 lie; "3" where they all lie there. */
export function likelyWords({ median, low80, high80 }: CountSpread): string {
  return low80 === high80 ? count(median) : `${count(median)} (${count(low80)} to ${count(high80)})`;
}

/** Minutes as hours, to a tenth. */
export function toHours(spread: CountSpread): CountSpread {
  const hours = (minutes: number): number => Math.round(minutes / 6) / 10;
  return {
    expected: hours(spread.expected),
    median: hours(spread.median),
    low80: hours(spread.low80),
    high80: hours(spread.high80),
    low95: hours(spread.low95),
    high95: hours(spread.high95),
  };
}

const days = (whole: number): string => (whole === 1 ? "1 day" : `${whole} days`);

/** How long stock lasts, at 95 % and at even chance: "3 days; even chance 5", "over 14 days". @param ahead days looked at */
export function coverWords({ coveredDays: { sure, median } }: StockCover, ahead: number): string {
  if (sure === null) return `over ${days(ahead)}`;
  const even = median === null ? `over ${ahead}` : String(median);
  const surely = sure === 0 ? "under a day" : days(sure);
  return median === sure ? surely : `${surely}; even chance ${even}`;
}

/** Stock that is not surely enough for so many days is named first. */
export const SHORT_DAYS = 3;

/** Whether an item may run out within days. */
export const isShort = (cover: StockCover | null): boolean =>
  cover !== null && cover.coveredDays.sure !== null && cover.coveredDays.sure < SHORT_DAYS;
