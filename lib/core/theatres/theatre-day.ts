import {
  type CountSpread,
  type Counts,
  chanceAbove,
  countSpread,
  poissonMixture,
  sumOf,
} from "@/lib/core/capacity/counts";
import { STEP_MINUTES } from "@/lib/core/theatres/case-duration";
import { compoundPoisson, mixtureOf, timesOver, wholeAmount, withChance } from "@/lib/core/theatres/compound";
import { type ProcedureProfile, TEAM_ROLES, type TeamRole } from "@/lib/core/theatres/procedure-profile";

/** A kind of operation with how long it takes, turnover included, in steps of ten minutes. */
export interface TheatreKind {
  readonly profile: ProcedureProfile;
  readonly withTurnover: Counts;
}

/** What a theatre suite is run by. */
export interface TheatreRules {
  /** Minutes a room is staffed on a day. */
  readonly roomMinutes: number;
  /** Share of them that can be filled: cases do not fit end to end. */
  readonly usable: number;
  /** Minutes somebody of the team works on a day. */
  readonly shiftMinutes: number;
  /** Minutes the recovery room is open. */
  readonly recoveryMinutes: number;
}

export const USUAL_RULES: TheatreRules = { roomMinutes: 480, usable: 0.85, shiftMinutes: 480, recoveryMinutes: 600 };

/** One day: what is booked, as indices of kinds, and what may be added, as shares of the add-ons (sum to 1). */
export interface TheatreDayInput {
  readonly kinds: readonly TheatreKind[];
  readonly booked: readonly number[];
  /** Mean number of add-ons at each level of how many come; weights sum to 1. */
  readonly addOns: readonly { readonly weight: number; readonly mean: number }[];
  /** Of add-ons, by kind; sums to 1. */
  readonly addOnShares: readonly number[];
}

export interface TheatreDay {
  readonly cases: CountSpread;
  /** In theatre, turnover included. */
  readonly minutes: CountSpread;
  readonly rooms: CountSpread;
  /** People by role; a role nobody needs is left out. */
  readonly team: Readonly<Partial<Record<TeamRole, CountSpread>>>;
  readonly recoveryBeds: CountSpread;
  /** 0–1: more is needed than there is; null where nobody has said how much there is. */
  readonly roomsRunOut: number | null;
  readonly recoveryRunsOut: number | null;
}

/** What there is on a day; null where nobody has said. */
export interface TheatresThere {
  readonly rooms: number | null;
  readonly recoveryBeds: number | null;
}

/** A distribution in another unit: `convert` never falls. */
export function spreadOf(counts: Counts, convert: (count: number) => number): CountSpread {
  const { expected: _, ...levels } = countSpread(counts);
  return {
    expected: counts.reduce((sum, value, count) => sum + value * convert(count), 0),
    median: convert(levels.median),
    low80: convert(levels.low80),
    high80: convert(levels.high80),
    low95: convert(levels.low95),
    high95: convert(levels.high95),
  };
}

/**
 * The sum over a day's operations of an amount each kind has: booked ones with the chance that they go ahead, add-ons as
 * a Poisson number of each level's mean, mixed over levels.
 */
export function sumOverDay(
  { kinds, booked, addOns, addOnShares }: TheatreDayInput,
  amountOf: (kind: TheatreKind) => Counts,
): Counts {
  const amounts = kinds.map(amountOf);
  let sum: Counts = Float64Array.of(1);
  for (const index of booked)
    sum = sumOf(sum, withChance((kinds[index] as TheatreKind).profile.goesAhead, amounts[index] as Counts));
  const added = mixtureOf(amounts.map((counts, index) => ({ weight: addOnShares[index] ?? 0, counts })));
  if (addOns.length === 0) return sum;
  return sumOf(sum, mixtureOf(addOns.map(({ weight, mean }) => ({ weight, counts: compoundPoisson(mean, added) }))));
}

/** How many of an item one operation uses: the whole of its average for certain, one more with what is left of it. */
export function itemsUsed({ profile }: TheatreKind, item: string): Counts {
  return wholeAmount(profile.supplies.reduce((sum, one) => sum + (one.item === item ? one.perCase : 0), 0));
}

/**
 * Patients in recovery at one time: arrivals spread over its opening hours stay their mean time, so that their number at
 * any moment is Poisson about cases × stay ÷ opening hours (M/G/∞).
 */
function recoveryCounts(input: TheatreDayInput, { recoveryMinutes }: TheatreRules): Counts {
  const stays = sumOverDay(input, ({ profile }) => wholeAmount(profile.recovery / STEP_MINUTES));
  const levels = [...stays].map((weight, steps) => ({ weight, mean: (steps * STEP_MINUTES) / recoveryMinutes }));
  return poissonMixture(levels.filter(({ weight }) => weight > 1e-9));
}

/** Rooms for so many minutes: whole ones, of which the usable share is filled. */
const roomsFor =
  ({ roomMinutes, usable }: TheatreRules) =>
  (steps: number): number =>
    Math.ceil((steps * STEP_MINUTES) / (roomMinutes * usable));

/** Minutes worked by a role: each operation's, as often as it has people of it. */
function workedBy(role: TeamRole, input: TheatreDayInput, minutes: Counts): Counts {
  const people = new Set(input.kinds.map(({ profile }) => profile.team[role] ?? 0));
  const [only] = people;
  // As many at every operation: the day's minutes that many times.
  if (people.size === 1 && only !== undefined) return timesOver(minutes, only);
  return sumOverDay(input, ({ profile, withTurnover }) => timesOver(withTurnover, profile.team[role] ?? 0));
}

/** What a day in theatre needs, as distributions: cases, minutes, rooms, people and recovery beds. */
export function theatreDay(
  input: TheatreDayInput,
  rules: TheatreRules = USUAL_RULES,
  there: TheatresThere = { rooms: null, recoveryBeds: null },
): TheatreDay {
  const { kinds } = input;
  const minutes = sumOverDay(input, ({ withTurnover }) => withTurnover);
  const team: Partial<Record<TeamRole, CountSpread>> = {};
  for (const role of TEAM_ROLES) {
    if (kinds.every(({ profile }) => !profile.team[role])) continue;
    const each = rules.shiftMinutes * rules.usable;
    team[role] = spreadOf(workedBy(role, input, minutes), (steps) => Math.ceil((steps * STEP_MINUTES) / each));
  }
  const recovery = recoveryCounts(input, rules);
  const fits = ((there.rooms ?? 0) * rules.roomMinutes * rules.usable) / STEP_MINUTES;
  return {
    cases: countSpread(sumOverDay(input, () => Float64Array.of(0, 1))),
    minutes: spreadOf(minutes, (steps) => steps * STEP_MINUTES),
    rooms: spreadOf(minutes, roomsFor(rules)),
    team,
    recoveryBeds: countSpread(recovery),
    roomsRunOut: there.rooms === null ? null : chanceAbove(minutes, fits),
    recoveryRunsOut: there.recoveryBeds === null ? null : chanceAbove(recovery, there.recoveryBeds),
  };
}
