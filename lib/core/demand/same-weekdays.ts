import { dayAfter } from "@/lib/core/monitoring/watch-days";

const WEEKS = 8;

/**
 * The last same weekdays of a day, nearest first, at most eight: all before `before`, none before `since`. Days are
 * YYYY-MM-DD.
 */
export function sameWeekdays(day: string, { before, since }: { readonly before: string; readonly since: string }) {
  const found: string[] = [];
  for (let like = dayAfter(day, -7); like >= since && found.length < WEEKS; like = dayAfter(like, -7))
    if (like < before) found.push(like);
  return found;
}
