import {
  GUESSED_TAIL,
  LAST_TAUGHT_DAY,
  type LengthOfStayModel,
  type StayKnown,
} from "@/lib/core/capacity/length-of-stay";
import { logistic } from "@/lib/core/statistics/logistic";

/** A stay to learn from. `days` of 14 or more count as "still here after day 13". */
export interface TaughtStay {
  readonly known: StayKnown;
  readonly days: number;
  /** false: the stay went on after those days, nobody knows how long. */
  readonly ended: boolean;
}

/** Patients who are alike in all that is known on admission, and what became of them on days 1 to 13. */
interface Alike {
  /** Index of the level of each factor; -1: not recorded. */
  readonly levels: readonly number[];
  readonly at: Float64Array;
  readonly left: Float64Array;
  readonly logits: Float64Array;
  stays: number;
  /** Stays of more than 14 days that the file would have held, held it any; 0 where it holds all. */
  missing: number;
}

const FACTORS = ["primaryDiagnosis", "admissionType", "age"] as const;
const RIDGE = 5;
/** After 60 rounds chances move by less than 0.0005; what still moves is between days and effects, and cancels out. */
const ROUNDS = 60;
const rounded = (value: number): number => Number(value.toFixed(5));

function toAlike(stays: readonly TaughtStay[], names: readonly Map<string, number>[]): Alike[] {
  const groups = new Map<string, Alike>();
  for (const { known, days, ended } of stays) {
    const levels = FACTORS.map((factor, at) => {
      const level = known[factor];
      if (level === null) return -1;
      const of = names[at]!;
      if (!of.has(String(level))) of.set(String(level), of.size);
      return of.get(String(level))!;
    });
    const key = levels.join("|");
    const [at, left, logits] = [0, 1, 2].map(() => new Float64Array(LAST_TAUGHT_DAY)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const group = groups.get(key) ?? { levels, at, left, logits, stays: 0, missing: 0 };
    groups.set(key, group);
    group.stays++;
    for (let day = 0; day < Math.min(days, LAST_TAUGHT_DAY); day++) group.at[day]!++;
    if (ended && days <= LAST_TAUGHT_DAY) group.left[days - 1]!++;
  }
  return [...groups.values()];
}

/**
 * How many stays of more than 14 days there were to each group, were the chances right and the tail the guess: with S the
 * chance to stay longer than 14 days, n stays that ended before come from n / (1 − S).
 */
function fillIn(groups: readonly Alike[]): void {
  for (const group of groups) {
    const beyond = group.logits.reduce((chance, logit) => chance * (1 - logistic(logit)), 1 - GUESSED_TAIL);
    group.missing = (group.stays * beyond) / (1 - beyond);
  }
}

/**
 * Fits the discrete-time hazard of leaving by day, main diagnosis, kind of admission and age: logistic regression on
 * patient-days, levels by cyclic Newton steps with a small ridge (none on the days). "Not recorded" is the level that
 * adds nothing. The same stays give the same model.
 *
 * A file that holds no stay over 14 days (`isTruncated`) would have everybody leave on its last days: h' = h / (1 − S(14)
 * / S(d − 1)). That is undone as the EM algorithm does it, filling in who is missing between the steps. How many those
 * are the file alone cannot say: it is taken from the assumed chance of leaving on day 14.
 *
 * @see Singer & Willett 1993, doi:10.3102/10769986018002155 (discrete-time survival)
 * @see Turnbull 1976, doi:10.1111/j.2517-6161.1976.tb01597.x (truncated data)
 */
export function fitLengthOfStay(
  stays: readonly TaughtStay[],
  { source, isTruncated }: { readonly source: string; readonly isTruncated: boolean },
): LengthOfStayModel {
  const names = FACTORS.map(() => new Map<string, number>());
  const groups = toAlike(stays, names);
  const days = new Float64Array(LAST_TAUGHT_DAY);
  const weights = names.map(({ size }) => new Float64Array(size));
  /** One Newton step on each weight of a factor, all at once. */
  const step = (of: Float64Array, ridge: number, placeOf: (group: Alike, day: number) => number): void => {
    const [gradient, curvature] = [new Float64Array(of.length), new Float64Array(of.length)];
    for (const group of groups) {
      for (const [day, logit] of group.logits.entries()) {
        const place = placeOf(group, day);
        if (place < 0) continue;
        const p = logistic(logit);
        const at = group.at[day]! + group.missing;
        gradient[place]! += group.left[day]! - at * p;
        curvature[place]! += at * p * (1 - p);
      }
    }
    const moves = gradient.map((slope, place) => (slope - ridge * of[place]!) / (curvature[place]! + ridge));
    for (const [place, move] of moves.entries()) of[place]! += move;
    for (const group of groups) {
      for (const day of group.logits.keys()) {
        const place = placeOf(group, day);
        if (place >= 0) group.logits[day]! += moves[place]!;
      }
    }
  };
  for (let round = 0; round < ROUNDS; round++) {
    if (isTruncated) fillIn(groups);
    step(days, 1e-6, (_, day) => day);
    for (const [factor, of] of weights.entries()) step(of, RIDGE, ({ levels }) => levels[factor]!);
  }
  const isReached = days.map((_, day) => groups.reduce((sum, { at, missing }) => sum + at[day]! + missing, 0));
  const listed = (factor: number) =>
    Object.fromEntries(
      [...names[factor]!]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([level, place]) => [level, rounded(weights[factor]![place]!)]),
    );
  return {
    source,
    stays: stays.length,
    // Of a day that nobody reached nothing is known but that nobody left on it.
    days: Array.from(days, (weight, day) => (isReached[day]! > 0 ? rounded(weight) : -10)),
    effects: { primaryDiagnosis: listed(0), admissionType: listed(1), age: listed(2) },
  };
}
