import type { CensusForecast } from "@/lib/core/capacity/census";

/** A unit that is likely to have more patients than beds: when first, and when most. */
export interface BusyUnit {
  readonly id: string;
  readonly name: string;
  /** Index of the first day on which it is as likely as `threshold`, and of the day on which it is likeliest. */
  readonly first: number;
  readonly worst: number;
  /** Chance (0–1) on the worst day of more patients than staffed beds, and than physical ones. */
  readonly overStaffed: number;
  readonly overPhysical: number;
  /** Patients beyond staffed beds expected at the upper end of the 80 % interval of the worst day; at least 0. */
  readonly beyond: number;
}

/** Units that are at least as likely as `threshold` (0–1) to have more patients than staffed beds on some day; likeliest first. */
export function busyUnits(forecasts: readonly CensusForecast[], threshold: number): BusyUnit[] {
  return forecasts
    .filter(({ kind }) => kind === "unit")
    .flatMap(({ id, name, days, staffedBeds }): BusyUnit[] => {
      const first = days.findIndex(({ overStaffed }) => overStaffed >= threshold);
      if (first < 0) return [];
      const worst = days.reduce(
        (best, { overStaffed }, day) => (overStaffed > days[best]!.overStaffed ? day : best),
        first,
      );
      const { overStaffed, overPhysical, high80 } = days[worst]!;
      return [{ id, name, first, worst, overStaffed, overPhysical, beyond: Math.max(0, high80 - staffedBeds) }];
    })
    .sort((a, b) => b.overStaffed - a.overStaffed || a.first - b.first);
}
