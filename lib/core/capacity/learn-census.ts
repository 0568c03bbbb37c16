import type { ForecastDay } from "@/lib/core/capacity/arrival-levels";
import { CENSUS_DAYS } from "@/lib/core/capacity/census-view";
import type { PlannedLately } from "@/lib/core/capacity/expect-planned";
import {
  type LengthOfStayModel,
  type LocalStays,
  learnLocally,
  type StayKnown,
} from "@/lib/core/capacity/length-of-stay";
import { followedDays } from "@/lib/core/demand/followed-days";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { SHORTEST_DAYS, toForecaster } from "@/lib/core/forecast/forecaster";
import { dayAfter } from "@/lib/core/monitoring/watch-days";
import { daysBetween } from "@/lib/core/worklist/leaving-group";

/** How far back it is learnt from, in days. */
export const LEARNT_DAYS = 182;
/** A day's admissions are complete once those who came then and stayed long are among those found by when they left. */
const LONGEST_STAY = 30;
/** Which units unscheduled patients go to changes as units open and close: more days say less of now. */
const SHARED_DAYS = 56;
/** Where patients like those to come are looked for. */
const LATELY_DAYS = 28;
/** So many of the newest of a unit are enough for a mean. */
const LIKE = 60;
const ELECTIVE = "elective";
/** Levels a forecast is handed on at. */
const LEVELS = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975];

/** A stay as the length of stays and the flow of patients are learnt from it. Days are local, YYYY-MM-DD. */
export interface StayFound {
  readonly unitId: string;
  readonly isCurrent: boolean;
  readonly admittedOn: string | null;
  readonly leftOn: string | null;
  readonly known: StayKnown;
}

/** What a hospital's own past says of its next days: of nobody in particular. */
export interface LearntCensus {
  /** So many days back every discharge is taken to be known; before that a count would be too low. */
  readonly followedDays: number;
  readonly local: LocalStays;
  /** Unscheduled admissions of the whole hospital, today first; null: too few days to forecast from. */
  readonly arrivals: readonly ForecastDay[] | null;
  /** Days the forecast was learnt from. */
  readonly arrivalDays: number;
  /** Unscheduled admissions of the last eight weeks by unit. */
  readonly admissions: ReadonlyMap<string, number>;
  /** Who came lately, newest first, at most sixty of a unit. */
  readonly newcomers: readonly { readonly unitId: string; readonly known: StayKnown }[];
  /** Planned admissions of the last eight weeks; none where the hospital was followed for less than two. */
  readonly planned: readonly PlannedLately[];
  /** Share (0–1) of those who come that have left again before midnight, by unit. */
  readonly sameDay: ReadonlyMap<string, number>;
}

/** A unit's share is drawn to the hospital's, and that to none, as by so many stays. */
const SAME_DAY_WEIGHT = 20;

/** Stays that hold no bed at midnight: they began and ended on one day. */
function sameDayShares(stays: readonly StayFound[]): ReadonlyMap<string, number> {
  const left = stays.map(({ unitId, admittedOn, leftOn }) => ({ unitId, isSame: admittedOn === leftOn }));
  const shareOf = (some: typeof left, drawnTo: number): number =>
    (some.filter(({ isSame }) => isSame).length + SAME_DAY_WEIGHT * drawnTo) / (some.length + SAME_DAY_WEIGHT);
  const overall = shareOf(left, 0);
  return new Map(
    [...new Set(left.map(({ unitId }) => unitId))].map((id) => [
      id,
      shareOf(
        left.filter(({ unitId }) => unitId === id),
        overall,
      ),
    ]),
  );
}

/** Planned admissions by unit and day of the week, over the last whole weeks. */
function plannedLately(stays: readonly StayFound[], today: string, followed: number): PlannedLately[] {
  const weeks = Math.floor(Math.min(followed, SHARED_DAYS) / 7);
  if (weeks < 2) return [];
  const byUnit = new Map<string, number[]>();
  for (const { unitId, admittedOn, known } of cameWithin(stays, today, weeks * 7)) {
    if (known.admissionType !== ELECTIVE || admittedOn === null) continue;
    const byWeekday = byUnit.get(unitId) ?? Array<number>(7).fill(0);
    byWeekday[weekdayOf(admittedOn)]! += 1 / weeks;
    byUnit.set(unitId, byWeekday);
  }
  return [...byUnit].map(([unitId, byWeekday]) => ({ unitId, byWeekday }));
}

/** 0: Sunday. */
const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay();

/** How many days back discharges were seen of this hospital. */
function dischargesSeen(stays: readonly StayFound[], today: string): number {
  const days = Array<boolean>(LEARNT_DAYS + 1).fill(false);
  for (const { isCurrent, leftOn } of stays) {
    const ago = isCurrent || leftOn === null ? 0 : daysBetween(leftOn, today);
    if (ago >= 1 && ago <= LEARNT_DAYS) days[ago] = true;
  }
  return followedDays(days);
}

/** Stays that came at most so many days ago, and before today. */
const cameWithin = (stays: readonly StayFound[], today: string, days: number) =>
  stays.filter(({ admittedOn }) => {
    const ago = admittedOn === null ? 0 : daysBetween(admittedOn, today);
    return ago >= 1 && ago <= days;
  });

/** The newest patients of each unit, newest first. */
function cameLately(stays: readonly StayFound[], today: string): LearntCensus["newcomers"] {
  const found = new Map<string, number>();
  return cameWithin(stays, today, LATELY_DAYS)
    .sort((a, b) => ((a.admittedOn ?? "") < (b.admittedOn ?? "") ? 1 : -1))
    .flatMap(({ unitId, known }) => {
      const before = found.get(unitId) ?? 0;
      found.set(unitId, before + 1);
      return before < LIKE ? [{ unitId, known }] : [];
    });
}

function forecastArrivals(
  unscheduled: readonly StayFound[],
  today: string,
  days: number,
): readonly ForecastDay[] | null {
  if (days < SHORTEST_DAYS) return null;
  const values = new Float64Array(days);
  for (const { admittedOn } of unscheduled) values[days - daysBetween(admittedOn ?? today, today)]! += 1;
  const firstDay = toDayNumber(today) - days;
  const told = toForecaster([{ firstDay, values }], CENSUS_DAYS)(firstDay + days).get(0)?.wardlight;
  if (!told) return null;
  return Array.from({ length: CENSUS_DAYS }, (_, ahead) => ({
    quantiles: LEVELS.map((level) => ({ level, value: told.quantile(ahead, level) })),
  }));
}

/** A forecast of unscheduled admissions that was kept, the day it is learnt on first. */
export interface KeptArrivals {
  readonly days: readonly ForecastDay[];
  /** Days it was made from. */
  readonly historyDays: number;
}

export interface ToLearn {
  readonly model: LengthOfStayModel;
  /** Everybody who is here or left within LEARNT_DAYS. */
  readonly stays: readonly StayFound[];
  /** Local, YYYY-MM-DD. */
  readonly today: string;
  /** The forecast that was kept of today; null: none was, and one is made here. */
  readonly kept: KeptArrivals | null;
  /** First day from which every stay is on record, as somebody said; null: as discharges tell. */
  readonly countFrom: string | null;
}

/** What a hospital's stays teach: how long patients stay here, how many come unscheduled, and where they go. */
export function learnCensus({ model, stays, today, kept, countFrom }: ToLearn): LearntCensus {
  const followed =
    countFrom === null
      ? dischargesSeen(stays, today)
      : Math.max(0, Math.min(LEARNT_DAYS, daysBetween(countFrom, today)));
  // Everybody who came while the hospital was followed. Who is still here has stayed so far: left out, long stays would
  // look rare.
  const came = cameWithin(stays, today, followed);
  const yesterday = dayAfter(today, -1);
  const seen = came.flatMap(({ isCurrent, admittedOn, leftOn, known }) => {
    // Today is not over: counted as a day on which they stayed, nobody would ever seem to leave on today's weekday.
    const ended = !isCurrent && leftOn !== null && leftOn < today;
    const until = ended ? leftOn : yesterday;
    // Who left on the day they came was in a bed at no midnight. Who has left, nobody knows when, tells nothing.
    if (admittedOn === null || until === admittedOn || (!isCurrent && leftOn === null)) return [];
    return [{ known, days: daysBetween(admittedOn, until), admittedOn: weekdayOf(admittedOn), ended }];
  });
  const arrivalDays = Math.max(0, Math.min(followed, LEARNT_DAYS - LONGEST_STAY));
  const unscheduled = cameWithin(stays, today, arrivalDays).filter(({ known }) => known.admissionType !== ELECTIVE);
  const admissions = new Map<string, number>();
  for (const { unitId } of cameWithin(unscheduled, today, SHARED_DAYS))
    admissions.set(unitId, (admissions.get(unitId) ?? 0) + 1);
  const arrivals = kept?.days ?? forecastArrivals(unscheduled, today, arrivalDays);
  return {
    followedDays: followed,
    local: learnLocally(model, seen),
    arrivals,
    arrivalDays: arrivals === null ? 0 : (kept?.historyDays ?? arrivalDays),
    ...{ admissions, newcomers: cameLately(stays, today) },
    planned: plannedLately(stays, today, followed),
    sameDay: sameDayShares(came),
  };
}
