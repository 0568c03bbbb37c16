import { z } from "zod";

/** What the model was taught from ends with stays of 14 days or more: nothing is known of when those ended. */
export const LAST_TAUGHT_DAY = 13;

const FIRST_LATE_DAY = 9;

/** Guess for day 14 on, an assumption: who stays two weeks stays eight days more in the mean. */
const GUESSED_TAIL = 0.12;

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

/** What this hospital's own finished stays say. */
export interface LocalStays {
  /** Log-odds by which patients here leave sooner (> 0) or later than the model thinks, by weekday, Sunday first. */
  readonly byWeekday: readonly number[];
  /** The same for days 9 to 13 on top: the data taught from holds no stay over 14 days, so its late days end too soon. */
  readonly late: number;
  /** Chance a day of leaving from day 14 on. */
  readonly tailHazard: number;
  /** Finished stays it rests on, and patient-days from day 14 on. */
  readonly stays: number;
  readonly tailDays: number;
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

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
  if (day > LAST_TAUGHT_DAY) return local.tailHazard;
  const { effects } = model;
  const of = (levels: Readonly<Record<string, number>>, level: string | number | null): number =>
    level === null ? 0 : (levels[String(level)] ?? 0);
  return sigmoid(
    model.days[day - 1]! +
      of(effects.primaryDiagnosis, known.primaryDiagnosis) +
      of(effects.admissionType, known.admissionType) +
      of(effects.age, known.age) +
      (local.byWeekday[weekday] ?? 0) +
      (day >= FIRST_LATE_DAY ? local.late : 0),
  );
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
/** Ridge on a weekday's shift, in the same unit: it stays near 0 until some hundred patient-days speak. */
const SHIFT_RIDGE = 20;

/** A finished stay of this hospital. */
export interface FinishedStay {
  readonly known: StayKnown;
  /** Calendar days from admission to discharge. */
  readonly days: number;
  /** Weekday of admission, 0 (Sunday) to 6. */
  readonly admittedOn: number;
}

/**
 * What this hospital's finished stays say: a shift of all hazards on each weekday (Newton's method, ridge towards none)
 * and the hazard from day 14 on ((departures + 50 × guess) / (patient-days + 50), the mean of a beta posterior).
 * Hospitals empty before a weekend, each in its own way.
 */
export function learnLocally(model: LengthOfStayModel, finished: readonly FinishedStay[]): LocalStays {
  let [leavers, tailDays] = [0, 0];
  for (const { days } of finished) {
    if (days <= LAST_TAUGHT_DAY) continue;
    leavers += 1;
    tailDays += days - LAST_TAUGHT_DAY;
  }
  const tailHazard = (leavers + TAIL_WEIGHT * GUESSED_TAIL) / (tailDays + TAIL_WEIGHT);
  const byWeekday = Array<number>(7).fill(0);
  const local = { byWeekday, late: 0, tailHazard, stays: finished.length, tailDays };
  for (let step = 0; step < 20; step++) {
    // Place 7 is that of the late days.
    const gradient = [...byWeekday, local.late].map((shift) => -SHIFT_RIDGE * shift);
    const curvature = gradient.map(() => SHIFT_RIDGE);
    for (const { known, days, admittedOn } of finished) {
      for (let day = 1; day <= Math.min(days, LAST_TAUGHT_DAY); day++) {
        const weekday = (admittedOn + day) % 7;
        const chance = leavingChance(model, known, local, { day, weekday });
        for (const place of day >= FIRST_LATE_DAY ? [weekday, 7] : [weekday]) {
          gradient[place]! += (day === days ? 1 : 0) - chance;
          curvature[place]! += chance * (1 - chance);
        }
      }
    }
    const moves = gradient.map((slope, place) => slope / curvature[place]!);
    for (const weekday of byWeekday.keys()) byWeekday[weekday]! += moves[weekday]!;
    local.late += moves[7]!;
    if (moves.every((move) => Math.abs(move) < 1e-6)) break;
  }
  return local;
}
