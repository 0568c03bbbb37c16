import { buildCensusInput } from "@/lib/core/capacity/build-census-input";
import { type CensusInput, censusCounter } from "@/lib/core/capacity/census";
import { meanCount } from "@/lib/core/capacity/counts";
import { type KeptArrivals, learnCensus, type StayFound } from "@/lib/core/capacity/learn-census";
import type { LengthOfStayModel } from "@/lib/core/capacity/length-of-stay";
import { censusBefore } from "@/lib/core/demand/census-before";
import { WHOLE_HOSPITAL } from "@/lib/core/demand/demand-series";
import { type DemandDay, type DemandOutput, KEPT_LEVELS, rounded } from "@/lib/core/demand/forecast-demand";
import { sameWeekdays } from "@/lib/core/demand/same-weekdays";
import { localDayElapsed } from "@/lib/core/flow/local-days";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import { countQuantile } from "@/lib/core/statistics/count-quantile";

/** Which state of the computation a kept census came from; counted up whenever it changes. */
export const CENSUS_METHOD = "census 3";

/** Until six in the morning a day has hardly begun: who is here now is who was here at midnight. */
const BEGUN = 6 / 24;

/** Whether so much of today is over that its census has to be foretold as an earlier day's: by what was known then. */
export const isLate = (now: Date, timeZone: string): boolean => localDayElapsed(now, timeZone) > BEGUN;

/** Eight same weekdays of the last day foretold lie within so many days. */
const LIKE_DAYS = 84;

/** What a hospital's beds are foretold from. Days are local, YYYY-MM-DD. */
export interface CensusNights {
  readonly model: LengthOfStayModel;
  /** Everybody who is here, or left within LEARNT_DAYS of the first day. */
  readonly stays: readonly StayFound[];
  readonly now: Date;
  readonly timeZone: string;
  readonly today: string;
  /** First day from which every stay is on record, as somebody said; null: as discharges tell. */
  readonly countFrom: string | null;
  /** From today on, as is known now. */
  readonly booked: readonly { readonly unitId: string; readonly day: string }[];
}

/** Stays as they were when a day began: who left later was still here, who came later was not. */
const asOf = (stays: readonly StayFound[], day: string): readonly StayFound[] =>
  stays
    .filter(({ admittedOn }) => admittedOn !== null && admittedOn < day)
    .map((stay) =>
      stay.isCurrent || (stay.leftOn !== null && stay.leftOn < day) ? stay : { ...stay, isCurrent: true, leftOn: null },
    );

/** The census of a group of units on each of the input's days. */
function toDays(input: CensusInput, countOf: ReturnType<typeof censusCounter>, wardId: string): readonly DemandDay[] {
  const isIn = input.units.map(({ id }) => wardId === WHOLE_HOSPITAL || id === wardId);
  return countOf(isIn).map(({ mass }, day) => ({
    day: input.days[day] as string,
    point: rounded(meanCount(mass)),
    quantiles: KEPT_LEVELS.map((level) => countQuantile(mass, level)),
  }));
}

/**
 * The census at midnight as it is foretold on each of the days, of the hospital and each unit: today's, while it has just
 * begun, from who is here now and who is booked, an earlier day's from the stays as they were when it began. Emergency patients and readmissions
 * are part of the unscheduled admissions, not counted one by one.
 *
 * @param arrivalsOn the forecast of unscheduled admissions made on a day; null: there is none, and neither is a census
 */
export function forecastCensusNights(
  { model, stays, now, timeZone, today, countFrom, booked }: CensusNights,
  madeOn: readonly string[],
  arrivalsOn: (day: string) => KeptArrivals | null,
): DemandOutput {
  const kind = "census";
  const unitIds = [...new Set(stays.map(({ unitId }) => unitId))].sort();
  const places = [WHOLE_HOSPITAL, ...unitIds];
  const through = dayAfter(today, -1);
  const before = censusBefore(stays, { from: dayAfter(madeOn[0] ?? today, -LIKE_DAYS), through });
  const made = madeOn.map((day): DemandOutput => {
    const isToday = day === today && !isLate(now, timeZone);
    const then = isToday ? stays : asOf(stays, day);
    const kept = arrivalsOn(day);
    const tooShort = (historyDays: number): DemandOutput => ({
      forecasts: [],
      tooShort: places.map((wardId) => ({ madeOn: day, kind, wardId, historyDays })),
    });
    if (kept === null) return tooShort(0);
    const { local, followedDays, ...learnt } = learnCensus({ model, stays: then, today: day, kept, countFrom });
    const like = kept.days.map((_, ahead) => {
      const on = dayAfter(day, ahead);
      return [on, sameWeekdays(on, { before: day, since: dayAfter(day, -followedDays) })] as const;
    });
    // Where few leave the hospital does not seem followed: nothing is learnt of it, and there is nothing to hold it against.
    if (like.some(([, days]) => days.length === 0)) return tooShort(followedDays);
    const input = buildCensusInput(model, local, {
      // An earlier day is taken from its first moment on, by its own clock.
      ...(isToday ? { now, timeZone } : { now: new Date(`${day}T00:00:00Z`), timeZone: "UTC" }),
      units: unitIds.map((id) => ({ id, name: id, service: "", physicalBeds: 0, staffedBeds: 0 })),
      here: then.filter(({ isCurrent }) => isCurrent),
      // What was booked then is not kept: planned admissions as is usual on such a day.
      booked: isToday ? booked : [],
      ...{ emergency: [], left: [], timing: { shares: [], localReadmissions: 0 } },
      ...learnt,
    });
    const countOf = censusCounter(input);
    return {
      tooShort: [],
      forecasts: places.map((wardId) => ({
        ...{ madeOn: day, kind, wardId, historyDays: followedDays, weights: {} },
        days: toDays(input, countOf, wardId),
        naive: like.map(([on, days]) => before.told(wardId, on, days)),
      })),
    };
  });
  return { forecasts: made.flatMap(({ forecasts }) => forecasts), tooShort: made.flatMap(({ tooShort }) => tooShort) };
}
