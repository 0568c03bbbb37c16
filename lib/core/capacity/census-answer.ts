import { areBedsKnown } from "@/lib/core/capacity/beds-known";
import type { CensusDay, CensusParts } from "@/lib/core/capacity/census";
import type { CensusFacts, CensusView } from "@/lib/core/capacity/census-view";
import { type AcuitySaid, nursesFor, type StaffNeed, staffNeeds } from "@/lib/core/capacity/staffing";

interface Quantile {
  readonly level: number;
  readonly patients: number;
}

/** The census as programs read it: quantiles, and no input that it was worked out from. */
export interface CensusAnswer {
  readonly asOf: string;
  readonly timeZone: string;
  readonly groups: readonly {
    readonly kind: "unit" | "service" | "hospital";
    readonly id: string;
    readonly name: string;
    /** null: nobody has said. */
    readonly physicalBeds: number | null;
    readonly staffedBeds: number | null;
    readonly days: readonly {
      /** The midnight at the end of this local day. */
      readonly day: string;
      readonly expected: number;
      readonly quantiles: readonly Quantile[];
      readonly chanceOverStaffed: number | null;
      readonly chanceOverPhysical: number | null;
      readonly parts: CensusParts;
    }[];
  }[];
  readonly facts: CensusFacts;
}

/** A need of nurses on one day; `rostered` and gaps are null where no roster was given. */
type NeedSaid = Pick<StaffNeed, "role" | "shift" | "needed" | "neededHigh"> & {
  /** Whole people: a rule asks for no fewer where there are more patients, so these are quantiles as the census's are. */
  readonly quantiles: readonly { readonly level: number; readonly nurses: number }[];
} & {
  readonly [K in "rostered" | "gap" | "gapHigh"]: number | null;
};

/** What the census asks for of nurses, by unit, day, role and shift. */
export interface StaffingAnswer {
  readonly asOf: string;
  readonly timeZone: string;
  readonly units: readonly {
    readonly id: string;
    readonly name: string;
    readonly acuity: AcuitySaid | null;
    readonly days: readonly { readonly day: string; readonly needs: readonly NeedSaid[] }[];
  }[];
  readonly facts: CensusFacts;
}

const quantilesOf = ({ low95, low80, median, high80, high95 }: CensusDay): Quantile[] =>
  [
    [0.025, low95],
    [0.1, low80],
    [0.5, median],
    [0.9, high80],
    [0.975, high95],
  ].map(([level = 0, patients = 0]) => ({ level, patients }));

export function toCensusAnswer({ asOf, timeZone, input, forecast, facts }: CensusView): CensusAnswer {
  const groups = forecast.map(({ kind, id, name, physicalBeds, staffedBeds, days }) => {
    const known = areBedsKnown({ kind, id }, input.units, facts.bedsUnknown);
    return {
      ...{ kind, id, name, physicalBeds: known ? physicalBeds : null, staffedBeds: known ? staffedBeds : null },
      days: days.map((day, at) => ({
        ...{ day: input.days[at] ?? "", expected: day.expected, quantiles: quantilesOf(day), parts: day.parts },
        chanceOverStaffed: known ? day.overStaffed : null,
        chanceOverPhysical: known ? day.overPhysical : null,
      })),
    };
  });
  return { asOf, timeZone, groups, facts };
}

export function toStaffingAnswer({ asOf, timeZone, input, forecast, staffing, facts }: CensusView): StaffingAnswer {
  const units = staffing.flatMap(({ unitId, rules, acuity, rostered }) => {
    const group = forecast.find(({ kind, id }) => kind === "unit" && id === unitId);
    if (!group || rules.length === 0) return [];
    const days = group.days.map((told, at) => {
      const there = rules.map((_, rule) => rostered[at]?.[rule] ?? null);
      const needs = staffNeeds(
        rules,
        there.map((people) => people ?? 0),
        told,
        acuity?.weight,
      );
      const said = rules.map((rule, which): NeedSaid => {
        const quantiles = quantilesOf(told).map(({ level, patients }) => {
          return { level, nurses: nursesFor(rule, patients, acuity?.weight) };
        });
        const noRota = there[which] === null ? { rostered: null, gap: null, gapHigh: null } : {};
        return { ...(needs[which] as StaffNeed), ...noRota, quantiles };
      });
      return { day: input.days[at] ?? "", needs: said };
    });
    return [{ id: unitId, name: group.name, acuity, days }];
  });
  return { asOf, timeZone, units, facts };
}
