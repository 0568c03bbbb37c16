import { type DailySeries, toDayNumber } from "@/lib/core/forecast/daily-series";

/** What is counted by day and unit, and forecast. */
export const DEMAND_KINDS = ["unscheduled-admissions", "ed-attendances", "discharges", "added-operations"] as const;
export type DemandKind = (typeof DEMAND_KINDS)[number];

/** What forecasts are kept of: those, and the patients at midnight. */
export const KEPT_KINDS = [...DEMAND_KINDS, "census"] as const;
export type KeptKind = (typeof KEPT_KINDS)[number];

/** Attendances are of the one department, operations of the theatres: no unit is known of them. */
export const isByUnit = (kind: KeptKind): boolean => kind !== "ed-attendances" && kind !== "added-operations";

/** The whole hospital, where a unit's id would stand. */
export const WHOLE_HOSPITAL = "";

/** Something counted on a day (YYYY-MM-DD, the hospital's); days without any have no row. */
export interface DemandCount {
  /** Unit; `WHOLE_HOSPITAL` for what belongs to none. */
  readonly wardId: string;
  readonly day: string;
  readonly count: number;
}

/** A unit's days, or the whole hospital's. */
export interface DemandSeries extends DailySeries {
  readonly wardId: string;
}

/** Older days say too little; regressions want somewhat more than a year. */
export const MOST_DAYS = 730;

/** A unit to which nothing has happened for so long is closed, or goes by another name now. */
const CLOSED_AFTER_DAYS = 56;

/** With so many on a usual day, a day without any is a day that was not read: chance leaves one in 20,000. */
const NEVER_NONE_MEAN = 10;

interface Span {
  /** Last whole day, YYYY-MM-DD. */
  readonly through: string;
  /** First day that was recorded whole; null: the first there is. */
  readonly from: string | null;
}

/**
 * Days on which nothing at all was read: the hospital's count is nought though it is never nought. They are not-a-number
 * in every series, so that an outage of the feed is not learnt as a quiet day.
 */
function unreadDays(whole: Float64Array): readonly number[] {
  const mean = whole.reduce((sum, count) => sum + count, 0) / Math.max(whole.length, 1);
  return mean < NEVER_NONE_MEAN ? [] : [...whole.keys()].filter((at) => whole[at] === 0);
}

/**
 * Series of the whole hospital and of each unit from what was counted, all ending with the last whole day. A unit begins
 * with its first count: before it was opened nothing could happen there. None where nothing was counted in the span.
 */
export function toDemandSeries(counts: readonly DemandCount[], { through, from }: Span): readonly DemandSeries[] {
  const last = toDayNumber(through);
  const earliest = Math.max(last - MOST_DAYS + 1, from === null ? Number.NEGATIVE_INFINITY : toDayNumber(from));
  const within = counts
    .map(({ wardId, day, count }) => ({ wardId, day: toDayNumber(day), count }))
    .filter(({ day, count }) => day >= earliest && day <= last && count > 0);
  if (within.length === 0) return [];
  const makeSeries = (wardId: string, own: typeof within): DemandSeries => {
    const firstDay = own.reduce((first, { day }) => Math.min(first, day), last);
    const values = new Float64Array(last - firstDay + 1);
    for (const { day, count } of own) values[day - firstDay] = (values[day - firstDay] as number) + count;
    return { wardId, firstDay, values };
  };
  const whole = makeSeries(WHOLE_HOSPITAL, within);
  const units = [...new Set(within.map(({ wardId }) => wardId))]
    .filter((wardId) => wardId !== WHOLE_HOSPITAL)
    .sort()
    .map((wardId) =>
      makeSeries(
        wardId,
        within.filter((one) => one.wardId === wardId),
      ),
    )
    .filter(({ values }) => values.slice(-CLOSED_AFTER_DAYS).some((count) => count > 0));
  const unread = unreadDays(whole.values).map((at) => whole.firstDay + at);
  for (const { firstDay, values } of [whole, ...units])
    for (const day of unread) if (day >= firstDay) values[day - firstDay] = Number.NaN;
  return [whole, ...units];
}
