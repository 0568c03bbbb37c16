import type { ForecastDay } from "@/lib/core/capacity/arrival-levels";
import { CENSUS_DAYS } from "@/lib/core/capacity/census-view";
import {
  type LengthOfStayModel,
  type LocalStays,
  learnLocally,
  type StayKnown,
} from "@/lib/core/capacity/length-of-stay";
import { followedDays } from "@/lib/core/demand/followed-days";
import { toDayNumber } from "@/lib/core/forecast/daily-series";
import { SHORTEST_DAYS, toForecaster } from "@/lib/core/forecast/forecaster";
import { daysBetween } from "@/lib/core/worklist/leaving-group";

/** How far back it is learnt from, in days. */
export const LEARNT_DAYS = 182;
/** A day's admissions are complete once those who came then and stayed long are among those found by when they left. */
const LONGEST_STAY = 30;
/** Which units unscheduled patients go to changes as units open and close: more days say less of now. */
const SHARED_DAYS = 56;
/** Where patients like those to come are looked for. */
const LATELY_DAYS = 28;
export const ELECTIVE = "elective";
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
  /** Who came lately, newest first. */
  readonly newcomers: readonly { readonly unitId: string; readonly known: StayKnown }[];
}

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
}

/** What a hospital's stays teach: how long patients stay here, how many come unscheduled, and where they go. */
export function learnCensus({ model, stays, today, kept }: ToLearn): LearntCensus {
  const followed = dischargesSeen(stays, today);
  // Everybody who came while the hospital was followed. Who is still here has stayed so far: left out, long stays would
  // look rare.
  const seen = cameWithin(stays, today, followed).flatMap(({ isCurrent, admittedOn, leftOn, known }) => {
    const until = isCurrent ? today : leftOn;
    if (admittedOn === null || until === null) return [];
    const stayed = daysBetween(admittedOn, until);
    const days = isCurrent ? stayed : Math.max(1, stayed);
    return [{ known, days, admittedOn: new Date(`${admittedOn}T12:00:00Z`).getUTCDay(), ended: !isCurrent }];
  });
  const arrivalDays = Math.max(0, Math.min(followed, LEARNT_DAYS - LONGEST_STAY));
  const unscheduled = cameWithin(stays, today, arrivalDays).filter(({ known }) => known.admissionType !== ELECTIVE);
  const admissions = new Map<string, number>();
  for (const { unitId } of cameWithin(unscheduled, today, SHARED_DAYS))
    admissions.set(unitId, (admissions.get(unitId) ?? 0) + 1);
  const arrivals = kept?.days ?? forecastArrivals(unscheduled, today, arrivalDays);
  const newcomers = cameWithin(stays, today, LATELY_DAYS)
    .sort((a, b) => ((a.admittedOn ?? "") < (b.admittedOn ?? "") ? 1 : -1))
    .map(({ unitId, known }) => ({ unitId, known }));
  return {
    followedDays: followed,
    local: learnLocally(model, seen),
    arrivals,
    arrivalDays: arrivals === null ? 0 : (kept?.historyDays ?? arrivalDays),
    ...{ admissions, newcomers },
  };
}
