import { type CalendarEffects, learnCalendars } from "@/lib/core/forecast/calendar-effects";
import { commonLevel } from "@/lib/core/forecast/common-level";
import { type DailySeries, joinRuns } from "@/lib/core/forecast/daily-series";
import { fitSmoothing } from "@/lib/core/forecast/exponential-smoothing";
import type { HolidayCalendar } from "@/lib/core/forecast/holiday-calendar";
import { pooledRegression } from "@/lib/core/forecast/pooled-regression";
import { quieten } from "@/lib/core/forecast/quieten";
import { seasonalNaive } from "@/lib/core/forecast/seasonal-naive";

/** The two that everything is held against: fed with the series as it is, told nothing of holidays or of other series. */
export const RIVALS = ["holt-winters", "seasonal-naive"] as const;

/** What the ensemble is made of, besides the seasonal naive. */
export const MEMBERS = ["smoothing", "damped-trend", "regression-quick", "regression-slow", "common-level"] as const;

export type Method = (typeof RIVALS)[number] | (typeof MEMBERS)[number];

/** A series that is forecast, with the runs of it that ended before a gap: calendar and regressions learn from them too. */
export interface Peer extends DailySeries {
  readonly earlier?: readonly DailySeries[];
}

/** Points by method for each series. */
export type MethodPoints = Readonly<Record<Method, Float64Array>>;

/** Smoothing of a series without its holidays, which come back with the forecast. */
function smoothAround(
  { firstDay, values }: DailySeries,
  { mean, holiday }: CalendarEffects,
  horizon: number,
  trend: boolean,
): Float64Array {
  const plain = values.map((value, at) => value - mean * holiday(firstDay + at));
  const end = firstDay + values.length;
  return fitSmoothing(plain, { trend })
    .forecast(horizon)
    .map((point, ahead) => point + mean * holiday(end + ahead));
}

/** Every method's points for `horizon` days after the common end of series that are forecast together. */
export function runMethods(
  peers: readonly Peer[],
  horizon: number,
  holidays: HolidayCalendar,
): readonly MethodPoints[] {
  const quiet = peers.map((peer) => quieten(peer, (day) => holidays.marksOf(day).length > 0));
  const whole = peers.map(({ earlier = [] }, index) => {
    const [first, ...later] = [...earlier, quiet[index] as DailySeries];
    return joinRuns([first as DailySeries, ...later]);
  });
  const calendars = learnCalendars(whole, holidays);
  const calendarOf = (index: number) => calendars[index] as CalendarEffects;
  const living = quiet.map((series, index) => ({ series, calendar: calendarOf(index) }));
  const ended = peers.flatMap(({ earlier = [] }, index) =>
    earlier.map((series) => ({ series, calendar: calendarOf(index) })),
  );
  const quick = pooledRegression(living, ended, horizon, { levels: [0.05, 0.2, 0.6], slope: false });
  const slow = pooledRegression(living, ended, horizon, { levels: [0.03, 0.1, 0.3, 0.8], slope: true });
  const common = commonLevel(quiet, calendars, horizon);
  return peers.map(({ values }, index) => {
    const series = quiet[index] as DailySeries;
    const calendar = calendarOf(index);
    return {
      "holt-winters": fitSmoothing(values, { trend: true }).forecast(horizon),
      "seasonal-naive": seasonalNaive(values, horizon),
      smoothing: smoothAround(series, calendar, horizon, false),
      "damped-trend": smoothAround(series, calendar, horizon, true),
      "regression-quick": quick[index] as Float64Array,
      "regression-slow": slow[index] as Float64Array,
      "common-level": common[index] as Float64Array,
    };
  });
}
