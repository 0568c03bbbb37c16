import type { DailySeries } from "@/lib/core/forecast/daily-series";
import { WEEK } from "@/lib/core/forecast/exponential-smoothing";

const median = (of: readonly number[]): number => {
  const sorted = [...of].sort((one, other) => one - other);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
};

/** Weeks on either side whose same weekdays say what a day should have been. */
const WEEKS = 4;

/** Robust standard deviations beyond which a day is thought a mistake or a singular event. */
const FAR = 5;

/** As many odd days together are no longer a mistake but a change. */
const CHANGE_DAYS = 3;

/**
 * A copy in which single days far from the same weekdays around them (a doubled return, a day not entered) are missing.
 * Three or more together stay: that is a change, not a slip. So does every day number that `isHoliday`: what
 * holidays do is to be learnt. Only what lies in `values` is looked at.
 */
export function quieten({ firstDay, values }: DailySeries, isHoliday: (day: number) => boolean): DailySeries {
  const distance = new Float64Array(values.length).fill(Number.NaN);
  const near: number[] = [];
  for (let day = 0; day < values.length; day++) {
    const value = values[day] as number;
    if (Number.isNaN(value)) continue;
    near.length = 0;
    for (let week = -WEEKS; week <= WEEKS; week++) {
      const other = values[day + week * WEEK];
      if (week !== 0 && other !== undefined && !Number.isNaN(other)) near.push(other);
    }
    if (near.length >= 3) distance[day] = value - median(near);
  }
  const known = [...distance].filter((value) => !Number.isNaN(value));
  const quiet = values.slice();
  if (known.length < 4 * WEEK) return { firstDay, values: quiet };
  const limit = FAR * 1.4826 * median(known.map(Math.abs));
  if (!(limit > 0)) return { firstDay, values: quiet };
  const odd = (day: number): number =>
    Math.abs(distance[day] ?? 0) > limit && !isHoliday(firstDay + day) ? Math.sign(distance[day] as number) : 0;
  for (let day = 0; day < values.length; ) {
    let end = day + 1;
    while (end < values.length && odd(day) !== 0 && odd(end) === odd(day)) end++;
    if (odd(day) !== 0 && end - day < CHANGE_DAYS) quiet.fill(Number.NaN, day, end);
    day = end;
  }
  return { firstDay, values: quiet };
}
