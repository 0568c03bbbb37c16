import { type Counts, chanceAbove, countQuantile, poissonMixture, sumOf } from "@/lib/core/capacity/counts";
import { STEP_MINUTES } from "@/lib/core/theatres/case-duration";
import { compoundPoisson, mixtureOf, timesOver, withChance } from "@/lib/core/theatres/compound";
import { type ProcedureProfile, TEAM_ROLES, type TeamRole } from "@/lib/core/theatres/procedure-profile";

/** A kind of operation with how long it takes, turnover included, in steps of five minutes. */
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

/** Expected, and the values not exceeded with probability 0.1, 0.5, 0.8 and 0.95. */
export interface Need {
  readonly expected: number;
  readonly low: number;
  readonly median: number;
  readonly usual: number;
  readonly most: number;
}

export interface TheatreDay {
  readonly cases: Need;
  /** In theatre, turnover included. */
  readonly minutes: Need;
  readonly rooms: Need;
  /** People by role; a role nobody needs is left out. */
  readonly team: Readonly<Partial<Record<TeamRole, Need>>>;
  readonly recoveryBeds: Need;
  /** Of each item. */
  readonly supplies: ReadonlyMap<string, Need>;
}

const NEED_LEVELS = { low: 0.1, median: 0.5, usual: 0.8, most: 0.95 } as const;

function toNeed(counts: Counts, convert: (count: number) => number): Need {
  const at = (level: number) => convert(countQuantile(counts, level));
  return {
    expected: counts.reduce((sum, value, count) => sum + value * convert(count), 0),
    low: at(NEED_LEVELS.low),
    median: at(NEED_LEVELS.median),
    usual: at(NEED_LEVELS.usual),
    most: at(NEED_LEVELS.most),
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
  const perCase = profile.supplies.reduce((sum, one) => sum + (one.item === item ? one.perCase : 0), 0);
  const whole = Math.floor(perCase);
  const mass = new Float64Array(whole + 2);
  mass[whole] = 1 - (perCase - whole);
  mass[whole + 1] = perCase - whole;
  return mass;
}

/**
 * Patients in recovery at one time: arrivals spread over its opening hours stay their mean time, so that their number at
 * any moment is Poisson about cases × stay ÷ opening hours (M/G/∞).
 */
function recoveryNeed(input: TheatreDayInput, { recoveryMinutes }: TheatreRules): Need {
  const stays = sumOverDay(input, ({ profile }) => {
    const mass = new Float64Array(Math.round(profile.recovery / STEP_MINUTES) + 1);
    mass[mass.length - 1] = 1;
    return mass;
  });
  const levels = [...stays].map((weight, steps) => ({ weight, mean: (steps * STEP_MINUTES) / recoveryMinutes }));
  return toNeed(poissonMixture(levels.filter(({ weight }) => weight > 1e-9)), (count) => count);
}

/** Rooms for so many minutes: whole ones, of which the usable share is filled. */
const roomsFor =
  ({ roomMinutes, usable }: TheatreRules) =>
  (steps: number): number =>
    Math.ceil((steps * STEP_MINUTES) / (roomMinutes * usable));

/** What a day in theatre needs, as distributions: cases, minutes, rooms, people, recovery beds and supplies. */
export function theatreDay(input: TheatreDayInput, rules: TheatreRules = USUAL_RULES): TheatreDay {
  const { kinds } = input;
  const minutes = sumOverDay(input, ({ withTurnover }) => withTurnover);
  const team: Partial<Record<TeamRole, Need>> = {};
  for (const role of TEAM_ROLES) {
    if (kinds.every(({ profile }) => !profile.team[role])) continue;
    const worked = sumOverDay(input, ({ profile, withTurnover }) => timesOver(withTurnover, profile.team[role] ?? 0));
    team[role] = toNeed(worked, (steps) => Math.ceil((steps * STEP_MINUTES) / (rules.shiftMinutes * rules.usable)));
  }
  const items = new Set(kinds.flatMap(({ profile }) => profile.supplies.map(({ item }) => item)));
  return {
    cases: toNeed(
      sumOverDay(input, () => Float64Array.of(0, 1)),
      (count) => count,
    ),
    minutes: toNeed(minutes, (steps) => steps * STEP_MINUTES),
    rooms: toNeed(minutes, roomsFor(rules)),
    team,
    recoveryBeds: recoveryNeed(input, rules),
    supplies: new Map(
      [...items].map((item) => [
        item,
        toNeed(
          sumOverDay(input, (kind) => itemsUsed(kind, item)),
          (count) => count,
        ),
      ]),
    ),
  };
}

/** Chance (0–1) that a day needs more rooms than there are. */
export function chanceRoomsRunOut(input: TheatreDayInput, rooms: number, rules: TheatreRules = USUAL_RULES): number {
  const limit = (rooms * rules.roomMinutes * rules.usable) / STEP_MINUTES;
  return chanceAbove(
    sumOverDay(input, ({ withTurnover }) => withTurnover),
    limit,
  );
}
