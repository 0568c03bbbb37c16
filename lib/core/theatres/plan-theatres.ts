import type { ArrivalLevel } from "@/lib/core/capacity/census";
import { type CountSpread, type Counts, countSpread, sumOf } from "@/lib/core/capacity/counts";
import { caseDuration, toSteps } from "@/lib/core/theatres/case-duration";
import { compoundPoisson, mixtureOf } from "@/lib/core/theatres/compound";
import type { Coded, ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import { profileFinder } from "@/lib/core/theatres/recorded-operations";
import { type PastDay, type StockCover, type StockInput, stockCover } from "@/lib/core/theatres/stock-cover";
import {
  itemsUsed,
  sumOverDay,
  type TheatreDay,
  type TheatreDayInput,
  type TheatreKind,
  type TheatreRules,
  type TheatresThere,
  theatreDay,
} from "@/lib/core/theatres/theatre-day";

/** The id of the profile that stands for operations of no other. */
export const OTHER = "other";

/** Days ahead that an item's use is added up over. */
export const WEEK_DAYS = 7;

/** An operation that is booked for a day (YYYY-MM-DD). */
interface BookedOperation {
  readonly day: string;
  readonly codes: readonly Coded[];
  /** Of a patient who is in hospital on a stay that nobody had planned: the forecast of added operations has it too. */
  readonly isUnplanned: boolean;
}

/** An item as it was last counted; days count from today (0), those that are over below. */
interface CountedStock extends Pick<StockInput, "stock" | "deliveries"> {
  readonly item: string;
  /** Days since the count. */
  readonly daysOld: number;
}

/** What was used in so many days can be estimated; what an older count says of now is for nobody to say. */
const OLDEST_COUNT_DAYS = 28;

export interface TheatrePlanInput {
  /** Local calendar days, YYYY-MM-DD, today first. */
  readonly days: readonly string[];
  readonly profiles: readonly ProcedureProfile[];
  /** Minutes of recorded operations by profile id. */
  readonly recorded: ReadonlyMap<string, readonly number[]>;
  readonly booked: readonly BookedOperation[];
  /** Operations a day during stays that nobody had planned, booked by now or not; none: not forecast. */
  readonly addOns: readonly ArrivalLevel[];
  /** Of add-ons, by profile id; made to sum to 1. None: as the recorded ones are spread. */
  readonly addOnShares: ReadonlyMap<string, number>;
  /** What there is, by day. */
  readonly there: readonly TheatresThere[];
  readonly rules: TheatreRules;
  readonly stock: readonly CountedStock[];
}

export interface PlannedDay {
  readonly day: string;
  readonly needs: TheatreDay;
  readonly booked: number;
  /** Booked operations of no profile: in none of the needs, unless a profile stands for all others. */
  readonly withoutProfile: number;
  /** Operations that are expected to be added; null: not forecast. */
  readonly addOns: number | null;
}

/** What is used of an item, and how long it lasts. */
export interface PlannedItem {
  readonly item: string;
  /** By day. */
  readonly use: readonly CountSpread[];
  readonly weekUse: CountSpread;
  /** null where its stock was never counted, or too long ago. */
  readonly cover: StockCover | null;
}

export interface TheatrePlan {
  readonly days: readonly PlannedDay[];
  /** Of every item of a profile or on the shelf, by name. */
  readonly items: readonly PlannedItem[];
}

/** Shares of the kinds that sum to 1; evenly where nothing is known. */
function sharesOf({ profiles, recorded, addOnShares }: TheatrePlanInput): readonly number[] {
  const told = profiles.map(({ id }) => addOnShares.get(id) ?? 0);
  const seen = profiles.map(({ id }) => recorded.get(id)?.length ?? 0);
  const weights = [told, seen].find((one) => one.some((weight) => weight > 0)) ?? profiles.map(() => 1);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}

/**
 * What was used on the days since a count: as on the same weekday of the week ahead. Of past operations too few are on
 * record: those of day cases are not.
 */
function pastDays({ daysOld, deliveries }: CountedStock, use: readonly Counts[]): readonly PastDay[] {
  return Array.from({ length: daysOld }, (_, at) => {
    const day = at - daysOld;
    const came = deliveries.reduce((sum, delivery) => sum + (delivery.day === day ? delivery.count : 0), 0);
    // Today is not whole: its weekday is taken from a week ahead.
    return { came, use: use[WEEK_DAYS - (-day % WEEK_DAYS)] ?? NONE };
  });
}

const NONE: Counts = Float64Array.of(1);

/**
 * An item's use over the days: what is booked for certain or nearly, and a Poisson number of add-ons of each level's
 * mean. A level holds on all days together, so that a week in which more come uses more on each of its days.
 */
function planItem(item: string, days: readonly TheatreDayInput[], shelf: CountedStock | undefined): PlannedItem {
  const each = mixtureOf(
    (days[0]?.kinds ?? []).map((kind, at) => ({
      weight: days[0]?.addOnShares[at] ?? 0,
      counts: itemsUsed(kind, item),
    })),
  );
  const booked = days.map((day) => sumOverDay({ ...day, addOns: [] }, (kind) => itemsUsed(kind, item)));
  const weights = (days[0]?.addOns ?? []).map(({ weight }) => weight);
  const levels = (weights.length > 0 ? weights : [1]).map((weight, level) => ({
    weight,
    byDay: days.map(({ addOns }, at) => {
      const mean = addOns[level]?.mean ?? 0;
      const certain = booked[at] ?? NONE;
      return mean > 0 ? sumOf(certain, compoundPoisson(mean, each)) : certain;
    }),
  }));
  const over = (pick: (byDay: readonly Counts[]) => Counts): Counts =>
    mixtureOf(levels.map(({ weight, byDay }) => ({ weight, counts: pick(byDay) })));
  const use = days.map((_, at) => over((byDay) => byDay[at] ?? NONE));
  const isTold = shelf !== undefined && shelf.daysOld <= OLDEST_COUNT_DAYS;
  return {
    item,
    use: use.map(countSpread),
    weekUse: countSpread(over((byDay) => byDay.slice(0, WEEK_DAYS).reduce(sumOf, NONE))),
    cover: isTold ? stockCover({ ...shelf, past: pastDays(shelf, use), levels }) : null,
  };
}

/** Each day's needs in theatre, and how long stock lasts, from what is booked and what may be added. */
export function planTheatres(input: TheatrePlanInput): TheatrePlan {
  const { days, profiles, recorded, booked, addOns, there, rules, stock } = input;
  const kinds: readonly TheatreKind[] = profiles.map((profile) => ({
    profile,
    withTurnover: toSteps(caseDuration(profile, recorded.get(profile.id) ?? []), profile.turnover),
  }));
  const find = profileFinder(profiles);
  const other = profiles.findIndex(({ id }) => id === OTHER);
  const addOnShares = sharesOf(input);
  const kindOf = ({ codes }: BookedOperation): number => {
    const profile = find(codes);
    return profile === null ? other : profiles.indexOf(profile);
  };
  /** What the forecast has of operations that are booked: it counts those a profile goes by, not the others. */
  const forecastToo = ({ codes, isUnplanned }: BookedOperation): number =>
    isUnplanned ? (find(codes)?.goesAhead ?? 0) : 0;
  const ofDays = days.map((day, at) => {
    const ofDay = booked.filter((one) => one.day === day);
    const all = ofDay.map(kindOf);
    const alreadyBooked = ofDay.reduce((sum, one) => sum + forecastToo(one), 0);
    const known = all.filter((kind) => kind >= 0);
    // Without a profile nothing is known of what an operation needs.
    const levels =
      kinds.length === 0
        ? []
        : addOns.map(({ weight, byDay }) => ({
            weight,
            mean: Math.max(0, (byDay[at] ?? 0) - alreadyBooked),
          }));
    const today: TheatreDayInput = { kinds, booked: known, addOns: levels, addOnShares };
    return { day, today, booked: all.length, withoutProfile: all.length - known.length };
  });
  const inputs = ofDays.map(({ today }) => today);
  const items = new Set([
    ...profiles.flatMap(({ supplies }) => supplies.map(({ item }) => item)),
    ...stock.map(({ item }) => item),
  ]);
  return {
    days: ofDays.map(({ today, ...facts }, at) => ({
      ...facts,
      addOns: addOns.length === 0 ? null : today.addOns.reduce((sum, { weight, mean }) => sum + weight * mean, 0),
      needs: theatreDay(today, rules, there[at]),
    })),
    items: [...items].sort().map((item) =>
      planItem(
        item,
        inputs,
        stock.find((shelf) => shelf.item === item),
      ),
    ),
  };
}
