import type { UnitFlow } from "@/lib/core/flow/patient-flow";

/** Beds of one unit; of several only where every one of them says how many it has. */
export function bedsOf({ unit }: UnitFlow, units: readonly UnitFlow[]): number | null {
  if (unit !== null) return unit.physicalBeds;
  const beds = units.map((one) => one.unit?.physicalBeds ?? null);
  return beds.every((count) => count !== null) ? beds.reduce((sum, count) => sum + count, 0) : null;
}

/** Whether an expectation can be given: not where all who left lately are outside the model. */
export function hasEstimate({ returning }: UnitFlow): boolean {
  return returning !== null && (returning.discharges > 0 || returning.withoutEstimate === 0);
}
