import { midnightOf } from "@/components/beds/beds-words";
import type { Fan, FanDay } from "@/components/charts/fan-chart";
import { areBedsKnown, isIn } from "@/lib/core/capacity/beds-known";
import type { CensusForecast } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";

/** A group's past and next days as a fan; `asItIs` is the same group without the scenario, null where there is none. */
export function toFan(view: CensusView, group: CensusForecast, asItIs: CensusForecast | null): Fan {
  const { history, input } = view;
  const past = history.days.map((day, at): FanDay => {
    const counted = input.units.reduce(
      (sum, unit, index) => sum + (isIn(group, unit) ? (history.byUnit[index]?.[at] ?? 0) : 0),
      0,
    );
    return { day, label: midnightOf(day), counted, told: null, asItIs: null };
  });
  const ahead = group.days.map((told, at): FanDay => {
    const day = input.days[at] ?? "";
    return { day, label: midnightOf(day), counted: null, told, asItIs: asItIs?.days[at]?.median ?? null };
  });
  const known = areBedsKnown(group, input.units, view.facts.bedsUnknown);
  return {
    title: group.name,
    days: [...past, ...ahead],
    staffedBeds: known ? group.staffedBeds : null,
    physicalBeds: known ? group.physicalBeds : null,
  };
}
