import type { ArrivalLevel } from "@/lib/core/capacity/census";
import { sumOf } from "@/lib/core/capacity/counts";
import type { BookedCase } from "@/lib/core/theatres/booked-cases";
import { caseDuration, toSteps } from "@/lib/core/theatres/case-duration";
import { compoundPoisson, mixtureOf } from "@/lib/core/theatres/compound";
import { findProfile, type ProcedureProfile } from "@/lib/core/theatres/procedure-profile";
import { type StockCover, type StockInput, stockCover } from "@/lib/core/theatres/stock-cover";
import {
  chanceRoomsRunOut,
  itemsUsed,
  sumOverDay,
  type TheatreDay,
  type TheatreDayInput,
  type TheatreKind,
  type TheatreRules,
  theatreDay,
} from "@/lib/core/theatres/theatre-day";

/** The id of the profile that stands for operations of no other. */
export const OTHER = "other";

export interface TheatrePlanInput {
  /** Local calendar days, YYYY-MM-DD, today first. */
  readonly days: readonly string[];
  readonly profiles: readonly ProcedureProfile[];
  /** Minutes of recorded operations by profile id. */
  readonly recorded: ReadonlyMap<string, readonly number[]>;
  readonly booked: readonly BookedCase[];
  /** Operations a day that are not booked yet; none: not forecast. */
  readonly addOns: readonly ArrivalLevel[];
  /** Of add-ons, by profile id; made to sum to 1. None: as the recorded ones are spread. */
  readonly addOnShares: ReadonlyMap<string, number>;
  readonly rooms: number;
  readonly rules: TheatreRules;
  readonly stock: readonly (Pick<StockInput, "stock" | "deliveries"> & { readonly item: string })[];
}

export interface PlannedDay {
  readonly day: string;
  readonly needs: TheatreDay;
  /** 0–1: more rooms are needed than there are. */
  readonly roomsRunOut: number;
  /** Booked operations of no profile: in none of the needs, unless a profile stands for all others. */
  readonly withoutProfile: number;
}

export interface TheatrePlan {
  readonly days: readonly PlannedDay[];
  readonly cover: ReadonlyMap<string, StockCover>;
}

/** Shares of the kinds that sum to 1; evenly where nothing is known. */
function sharesOf({ profiles, recorded, addOnShares }: TheatrePlanInput): readonly number[] {
  const told = profiles.map(({ id }) => addOnShares.get(id) ?? 0);
  const seen = profiles.map(({ id }) => recorded.get(id)?.length ?? 0);
  const weights = [told, seen].find((one) => one.some((weight) => weight > 0)) ?? profiles.map(() => 1);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}

/** Each day's needs in theatre, and how long stock lasts, from what is booked and what may be added. */
export function planTheatres(input: TheatrePlanInput): TheatrePlan {
  const { days, profiles, recorded, booked, addOns, rooms, rules, stock } = input;
  const kinds: readonly TheatreKind[] = profiles.map((profile) => ({
    profile,
    withTurnover: toSteps(caseDuration(profile, recorded.get(profile.id) ?? []), profile.turnover),
  }));
  const other = profiles.findIndex(({ id }) => id === OTHER);
  const addOnShares = sharesOf(input);
  const kindOf = ({ codes }: BookedCase): number => {
    const profile = findProfile(profiles, codes);
    return profile === null ? other : profiles.indexOf(profile);
  };
  const ofDays = days.map((day, at) => {
    const all = booked.filter((one) => one.day === day).map(kindOf);
    const known = all.filter((kind) => kind >= 0);
    const levels = addOns.map(({ weight, byDay }) => ({ weight, mean: byDay[at] ?? 0 }));
    const today: TheatreDayInput = { kinds, booked: known, addOns: levels, addOnShares };
    return { day, today, withoutProfile: all.length - known.length };
  });
  /** An item's use by day at one level: what is booked, and a Poisson number of that level's mean. */
  const itemsByDay = (item: string, level: number) =>
    ofDays.map(({ today }) => {
      const certain = sumOverDay({ ...today, addOns: [] }, (kind) => itemsUsed(kind, item));
      const each = mixtureOf(
        kinds.map((kind, at) => ({ weight: addOnShares[at] ?? 0, counts: itemsUsed(kind, item) })),
      );
      return sumOf(certain, compoundPoisson(today.addOns[level]?.mean ?? 0, each));
    });
  const levels = addOns.length > 0 ? addOns : [{ weight: 1 }];
  return {
    days: ofDays.map(({ day, today, withoutProfile }) => ({
      ...{ day, withoutProfile, needs: theatreDay(today, rules) },
      roomsRunOut: chanceRoomsRunOut(today, rooms, rules),
    })),
    cover: new Map(
      stock.map(({ item, ...shelf }) => [
        item,
        stockCover({ ...shelf, levels: levels.map(({ weight }, at) => ({ weight, byDay: itemsByDay(item, at) })) }),
      ]),
    ),
  };
}
