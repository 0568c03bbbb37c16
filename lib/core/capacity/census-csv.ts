import { areBedsKnown } from "@/lib/core/capacity/beds-known";
import type { CensusDay, CensusForecast, CensusUnit } from "@/lib/core/capacity/census";
import { csvText } from "@/lib/core/csv-text";

type Reader = (day: CensusDay) => string | number;

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

const COLUMNS: readonly (readonly [string, Reader])[] = [
  ["expected", ({ expected }) => rounded(expected, 2)],
  ["median", ({ median }) => median],
  ["low_80", ({ low80 }) => low80],
  ["high_80", ({ high80 }) => high80],
  ["low_95", ({ low95 }) => low95],
  ["high_95", ({ high95 }) => high95],
  ["chance_over_staffed", ({ overStaffed }) => rounded(overStaffed, 4)],
  ["chance_over_physical", ({ overPhysical }) => rounded(overPhysical, 4)],
  ["from_here", ({ parts }) => rounded(parts.here, 2)],
  ["from_emergency", ({ parts }) => rounded(parts.emergency, 2)],
  ["from_booked", ({ parts }) => rounded(parts.booked, 2)],
  ["from_readmissions", ({ parts }) => rounded(parts.returning, 2)],
  ["from_unscheduled", ({ parts }) => rounded(parts.arrivals, 2)],
];

const HEAD = ["scenario", "kind", "name", "day", "physical_beds", "staffed_beds", ...COLUMNS.map(([name]) => name)];

/**
 * A forecast as CSV with a head line, lines ended by CR LF: a row for each group and midnight. Units of which nobody said
 * how many beds they have, and groups with such a unit, are without beds and chances.
 */
export function censusCsv(
  forecasts: readonly CensusForecast[],
  {
    scenario,
    days,
    units,
    bedsUnknown,
  }: {
    readonly scenario: string;
    readonly days: readonly string[];
    readonly units: readonly CensusUnit[];
    readonly bedsUnknown: readonly string[];
  },
): string {
  const lines = forecasts.flatMap(({ kind, id, name, physicalBeds, staffedBeds, days: told }) => {
    const isKnown = areBedsKnown({ kind, id }, units, bedsUnknown);
    return told.map((day, ahead) => [
      ...[scenario, kind, name, days[ahead] ?? "", isKnown ? physicalBeds : null, isKnown ? staffedBeds : null],
      ...COLUMNS.map(([column, read]) => (column.startsWith("chance") && !isKnown ? null : read(day))),
    ]);
  });
  return csvText([HEAD, ...lines]);
}
