import { z } from "zod";
import { logistic } from "@/lib/core/statistics/logistic";

/** What the model was taught from ends with stays of 14 days or more: nothing is known of when those ended. */
export const LAST_TAUGHT_DAY = 13;

/** Guess for day 14 on, an assumption: who stays two weeks stays eight days more in the mean. */
export const GUESSED_TAIL = 0.12;

const effects = z.record(z.string(), z.number());

/**
 * How likely a patient who is still here leaves on a given day: discrete-time hazard, logit = day + what is known of
 * the stay. Effects are log-odds by level; a level that is not listed adds nothing.
 */
export const lengthOfStaySchema = z.strictObject({
  source: z.string(),
  stays: z.int().positive(),
  /** Log-odds of leaving on day 1, 2, … 13 after admission. */
  days: z.array(z.number()).length(LAST_TAUGHT_DAY),
  effects: z.strictObject({ primaryDiagnosis: effects, admissionType: effects, age: effects }),
});
export type LengthOfStayModel = z.infer<typeof lengthOfStaySchema>;

/** What is known of a stay; null where it is not recorded. Levels are the feature table's. */
export interface StayKnown {
  readonly primaryDiagnosis: string | null;
  readonly admissionType: string | null;
  /** Lower end of the decade. */
  readonly age: number | null;
}

/** What this hospital's own stays say. */
export interface LocalStays {
  /** Log-odds by which patients here leave sooner (> 0) or later than the model thinks, by weekday, Sunday first. */
  readonly byWeekday: readonly number[];
  /** The same for each of days 1 to 13 on top: how long patients stay differs in shape too. */
  readonly byDay: readonly number[];
  /** How much of what diagnosis, kind of admission and age say holds here; 1: all of it. */
  readonly knownShare: number;
  /** Chance a day of leaving from day 14 on, on a weekday as usual as any; single weekdays shift it as they do before. */
  readonly tailHazard: number;
  /** Stays it rests on, finished and going on, and patient-days from day 14 on. */
  readonly stays: number;
  readonly tailDays: number;
}

const logit = (p: number): number => Math.log(p / (1 - p));

/** How much a weekday is above or below the mean of the week: the tail has a level of its own, and only the week's shape. */
const aboveMean = (byWeekday: readonly number[], weekday: number): number =>
  (byWeekday[weekday] ?? 0) - byWeekday.reduce((sum, shift) => sum + shift, 0) / byWeekday.length;

/** What is known on admission, as log-odds of leaving on a day. */
function effectOf({ effects }: LengthOfStayModel, { primaryDiagnosis, admissionType, age }: StayKnown): number {
  const of = (levels: Readonly<Record<string, number>>, level: string | number | null): number =>
    level === null ? 0 : (levels[String(level)] ?? 0);
  return (
    of(effects.primaryDiagnosis, primaryDiagnosis) + of(effects.admissionType, admissionType) + of(effects.age, age)
  );
}

/** Chance of leaving on a day from 1 to 13. */
const taughtChance = (model: LengthOfStayModel, effect: number, local: LocalStays, day: number, weekday: number) =>
  logistic(
    model.days[day - 1]! + local.knownShare * effect + (local.byWeekday[weekday] ?? 0) + (local.byDay[day - 1] ?? 0),
  );

/**
 * Chance of leaving on a calendar day after admission (0: the day of admission, on which nobody is taken to leave).
 *
 * @param weekday of that day, 0 (Sunday) to 6
 */
export function leavingChance(
  model: LengthOfStayModel,
  known: StayKnown,
  local: LocalStays,
  { day, weekday }: { readonly day: number; readonly weekday: number },
): number {
  if (day <= 0) return 0;
  if (day > LAST_TAUGHT_DAY) return logistic(logit(local.tailHazard) + aboveMean(local.byWeekday, weekday));
  return taughtChance(model, effectOf(model, known), local, day, weekday);
}

interface StillHereAt {
  readonly daysSoFar: number;
  readonly weekday: number;
  readonly dayElapsed: number;
  /** How many days ahead, today included. */
  readonly days: number;
}

/**
 * Chance that a patient is still here at the end of today, tomorrow, … given that they are here now.
 *
 * @param daysSoFar calendar days since admission; 0: came today
 * @param weekday of today, 0 (Sunday) to 6
 * @param dayElapsed how much of today is over, 0–1: what was to leave this morning has left
 */
export function stillHere(
  model: LengthOfStayModel,
  known: StayKnown,
  local: LocalStays,
  { daysSoFar, weekday, dayElapsed, days }: StillHereAt,
): number[] {
  let chance = 1;
  return Array.from({ length: days }, (_, ahead) => {
    const at = { day: daysSoFar + ahead, weekday: (weekday + ahead) % 7 };
    const stays = 1 - leavingChance(model, known, local, at);
    chance *= ahead === 0 ? stays ** (1 - dayElapsed) : stays;
    return chance;
  });
}

/**
 * Chance that somebody who comes today, tomorrow, … is still here at the end of that day, a day later, …: the mean over
 * patients like those who came lately. Empty `like`: of nobody is anything known.
 *
 * @returns [day of arrival][days since]
 */
export function newcomersStay(
  model: LengthOfStayModel,
  like: readonly StayKnown[],
  local: LocalStays,
  { weekday, days }: Pick<StillHereAt, "weekday" | "days">,
): number[][] {
  const known = like.length > 0 ? like : [{ primaryDiagnosis: null, admissionType: null, age: null }];
  return Array.from({ length: days }, (_, came) => {
    const at = { daysSoFar: 0, weekday: (weekday + came) % 7, dayElapsed: 0, days: days - came };
    const all = known.map((one) => stillHere(model, one, local, at));
    return Array.from(
      { length: days - came },
      (_, since) => all.reduce((sum, chances) => sum + chances[since]!, 0) / all.length,
    );
  });
}

/** As many patient-days as the guessed tail is worth beside this hospital's own. */
const TAIL_WEIGHT = 50;
/** Ridge on the shift of a weekday or a day, in the same unit: it stays near 0 until some hundred patient-days speak. */
const SHIFT_RIDGE = 20;

/** A stay of this hospital to learn from, finished or going on. */
export interface SeenStay {
  readonly known: StayKnown;
  /** Calendar days from admission to discharge; of a stay that goes on, to the last day that is over. */
  readonly days: number;
  /** Weekday of admission, 0 (Sunday) to 6. */
  readonly admittedOn: number;
  /** false: the patient is still here, and so far has left on none of these days. */
  readonly ended: boolean;
}

/** Patient-days from day 14 on and departures, by weekday. */
function countTail(stays: readonly SeenStay[]): { days: number[]; leavers: number[] } {
  const [days, leavers] = [Array<number>(7).fill(0), Array<number>(7).fill(0)];
  for (const { days: last, admittedOn, ended } of stays) {
    for (let day = LAST_TAUGHT_DAY + 1; day <= last; day++) days[(admittedOn + day) % 7]! += 1;
    if (ended && last > LAST_TAUGHT_DAY) leavers[(admittedOn + last) % 7]! += 1;
  }
  return { days, leavers };
}

/** The level of the tail: Newton's method on its log-odds, with what 50 patient-days at the guess would say beside it. */
function learnTail(stays: readonly SeenStay[], byWeekday: readonly number[]) {
  const { days, leavers } = countTail(stays);
  let level = logit(GUESSED_TAIL);
  for (let step = 0; step < 50; step++) {
    const guess = logistic(level);
    let gradient = TAIL_WEIGHT * (GUESSED_TAIL - guess);
    let curvature = TAIL_WEIGHT * guess * (1 - guess);
    for (const weekday of byWeekday.keys()) {
      const chance = logistic(level + aboveMean(byWeekday, weekday));
      gradient += leavers[weekday]! - days[weekday]! * chance;
      curvature += days[weekday]! * chance * (1 - chance);
    }
    // No more than 1 a step: far from the answer the curve is flat, and a whole step would jump over it.
    const move = Math.max(-1, Math.min(1, gradient / curvature));
    level += move;
    if (Math.abs(move) < 1e-9) break;
  }
  return { tailHazard: logistic(level), tailDays: days.reduce((sum, count) => sum + count, 0) };
}

/**
 * What this hospital's stays say: a shift of all hazards on each weekday and on each day of the stay (Newton's method, one
 * after the other, ridge towards none), how much of what is known on admission holds here (ridge towards all), and the level of the hazard from day 14 on, drawn to the guess as if 50
 * patient-days had said it. Hospitals empty before a weekend, each in its own way. Patients who are still here count on
 * every day they did not leave: without them, who leaves soon is seen more often than who stays, and everybody seems to
 * leave too soon.
 *
 * @param stays all that began in the time learnt from. Not those that were here before: who of them had left by then is
 *   not among them, so the long ones would be too many
 */
export function learnLocally(model: LengthOfStayModel, stays: readonly SeenStay[]): LocalStays {
  const byWeekday = Array<number>(7).fill(0);
  const byDay = Array<number>(LAST_TAUGHT_DAY).fill(0);
  const local = { byWeekday, byDay, knownShare: 1, tailHazard: GUESSED_TAIL, stays: stays.length, tailDays: 0 };
  const effects = stays.map(({ known }) => effectOf(model, known));
  const step = (shifts: number[], placeOf: (day: number, weekday: number) => number): number => {
    const gradient = shifts.map((shift) => -SHIFT_RIDGE * shift);
    const curvature = shifts.map(() => SHIFT_RIDGE);
    for (const [index, { days, admittedOn, ended }] of stays.entries()) {
      for (let day = 1; day <= Math.min(days, LAST_TAUGHT_DAY); day++) {
        const weekday = (admittedOn + day) % 7;
        const chance = taughtChance(model, effects[index]!, local, day, weekday);
        const place = placeOf(day, weekday);
        gradient[place]! += (ended && day === days ? 1 : 0) - chance;
        curvature[place]! += chance * (1 - chance);
      }
    }
    const moves = gradient.map((slope, place) => slope / curvature[place]!);
    for (const [place, move] of moves.entries()) shifts[place]! += move;
    return Math.max(...moves.map(Math.abs));
  };
  const stepKnown = (): number => {
    let gradient = -SHIFT_RIDGE * (local.knownShare - 1);
    let curvature = SHIFT_RIDGE;
    for (const [index, { days, admittedOn, ended }] of stays.entries()) {
      const effect = effects[index]!;
      for (let day = 1; day <= Math.min(days, LAST_TAUGHT_DAY); day++) {
        const chance = taughtChance(model, effect, local, day, (admittedOn + day) % 7);
        gradient += effect * ((ended && day === days ? 1 : 0) - chance);
        curvature += effect ** 2 * chance * (1 - chance);
      }
    }
    local.knownShare += gradient / curvature;
    return Math.abs(gradient / curvature);
  };
  for (let round = 0; round < 20; round++) {
    const largest = Math.max(
      step(byWeekday, (_, weekday) => weekday),
      step(byDay, (day) => day - 1),
      stepKnown(),
    );
    if (largest < 1e-4) break;
  }
  return { ...local, ...learnTail(stays, byWeekday) };
}
