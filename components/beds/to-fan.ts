import { midnightOf } from "@/components/beds/beds-words";
import type { Fan, FanDay } from "@/components/charts/fan-chart";
import type { CensusForecast, CensusUnit } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";

/** Which units a group is made of. */
export const isIn = (group: Pick<CensusForecast, "kind" | "id">, unit: CensusUnit): boolean =>
  group.kind === "hospital" || (group.kind === "service" ? unit.service === group.id : unit.id === group.id);

/** Whether every unit of a group has said how many beds it has. */
export const areBedsKnown = (view: CensusView, group: Pick<CensusForecast, "kind" | "id">): boolean =>
  view.input.units.every((unit) => !isIn(group, unit) || !view.facts.bedsUnknown.includes(unit.id));

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
  const known = areBedsKnown(view, group);
  return {
    title: group.name,
    days: [...past, ...ahead],
    staffedBeds: known ? group.staffedBeds : null,
    physicalBeds: known ? group.physicalBeds : null,
  };
}
