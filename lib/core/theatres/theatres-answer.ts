import type { CountSpread } from "@/lib/core/capacity/counts";
import type { TeamRole } from "@/lib/core/theatres/procedure-profile";
import type { StockCover } from "@/lib/core/theatres/stock-cover";
import type { StockView, TheatreFacts, TheatresView } from "@/lib/core/theatres/theatres-view";

interface Quantile {
  /** 0–1: not exceeded with this probability. */
  readonly level: number;
  readonly value: number;
}

/** A need in quantiles. */
export interface NeedAnswer {
  readonly expected: number;
  readonly quantiles: readonly Quantile[];
}

interface Head {
  readonly asOf: string;
  readonly timeZone: string;
  readonly facts: TheatreFacts;
}

/** A fortnight in theatre as programs read it. */
export interface TheatresAnswer extends Head {
  readonly days: readonly {
    readonly day: string;
    readonly booked: number;
    readonly withoutProfile: number;
    readonly addOns: number | null;
    readonly cases: NeedAnswer;
    readonly minutes: NeedAnswer;
    readonly rooms: NeedAnswer;
    readonly recoveryBeds: NeedAnswer;
    readonly team: readonly { readonly role: TeamRole; readonly people: NeedAnswer }[];
    readonly roomsThere: number | null;
    readonly recoveryBedsThere: number | null;
    readonly chanceRoomsRunOut: number | null;
    readonly chanceRecoveryRunsOut: number | null;
  }[];
}

/** What operations use, and how long stock lasts. */
export interface SuppliesAnswer extends Head {
  readonly items: readonly {
    readonly item: string;
    readonly stock: Pick<StockView, "count" | "deliveries" | "daysOld"> | null;
    readonly weekUse: NeedAnswer;
    readonly days: readonly (NeedAnswer & { readonly day: string; readonly chanceOutBy: number | null })[];
    readonly coveredDays: StockCover["coveredDays"] | null;
    readonly leftNow: number | null;
    readonly plainDays: number | null;
  }[];
}

const toNeed = ({ expected, low95, low80, median, high80, high95 }: CountSpread): NeedAnswer => ({
  expected,
  quantiles: [
    { level: 0.025, value: low95 },
    { level: 0.1, value: low80 },
    { level: 0.5, value: median },
    { level: 0.9, value: high80 },
    { level: 0.975, value: high95 },
  ],
});

export function toTheatresAnswer({ asOf, timeZone, days, facts }: TheatresView): TheatresAnswer {
  return {
    ...{ asOf, timeZone, facts },
    days: days.map(({ day, booked, withoutProfile, addOns, needs, there }) => ({
      ...{ day, booked, withoutProfile, addOns },
      ...{ cases: toNeed(needs.cases), minutes: toNeed(needs.minutes), rooms: toNeed(needs.rooms) },
      recoveryBeds: toNeed(needs.recoveryBeds),
      team: Object.entries(needs.team).map(([role, people]) => ({ role: role as TeamRole, people: toNeed(people) })),
      ...{ roomsThere: there.rooms, recoveryBedsThere: there.recoveryBeds },
      ...{ chanceRoomsRunOut: needs.roomsRunOut, chanceRecoveryRunsOut: needs.recoveryRunsOut },
    })),
  };
}

export function toSuppliesAnswer({ asOf, timeZone, days, supplies, facts }: TheatresView): SuppliesAnswer {
  return {
    ...{ asOf, timeZone, facts },
    items: supplies.map(({ item, stock, use, weekUse, cover }) => ({
      item,
      stock: stock && { count: stock.count, deliveries: stock.deliveries, daysOld: stock.daysOld },
      weekUse: toNeed(weekUse),
      days: use.map((spread, at) => ({
        ...{ day: days[at]?.day ?? "", ...toNeed(spread) },
        chanceOutBy: cover?.outBy[at] ?? null,
      })),
      ...{ coveredDays: cover?.coveredDays ?? null, leftNow: cover?.leftNow ?? null },
      plainDays: cover?.plainDays ?? null,
    })),
  };
}
