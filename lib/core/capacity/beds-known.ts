import type { CensusForecast, CensusUnit } from "@/lib/core/capacity/census";

type Group = Pick<CensusForecast, "kind" | "id">;

/** Which units a group is made of. */
export const isIn = (group: Group, unit: CensusUnit): boolean =>
  group.kind === "hospital" || (group.kind === "service" ? unit.service === group.id : unit.id === group.id);

/** Whether every unit of a group has said how many beds it has: else a sum of beds, and a chance to be over it, is of nothing. */
export const areBedsKnown = (group: Group, units: readonly CensusUnit[], bedsUnknown: readonly string[]): boolean =>
  units.every((unit) => !isIn(group, unit) || !bedsUnknown.includes(unit.id));
