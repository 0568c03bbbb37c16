import { midnightOf } from "@/components/beds/beds-words";
import { FigureTable } from "@/components/ui/figure-table";
import type { CensusForecast } from "@/lib/core/capacity/census";
import type { UnitStaffing } from "@/lib/core/capacity/census-view";
import { nursesFor } from "@/lib/core/capacity/staffing";

interface StaffTableProps {
  readonly days: readonly string[];
  readonly staffing: UnitStaffing;
  readonly group: CensusForecast;
}

/** Nurses a unit's patients ask for against the rota, by day and shift. */
export function StaffTable({ days, staffing: { rules, acuity, rostered }, group }: StaffTableProps) {
  const header = ["Day", ...rules.map(({ role, shift }) => `${role}, ${shift.toLowerCase()}`)];
  const rows = group.days.map(({ median, high80 }, ahead) => ({
    key: days[ahead] ?? String(ahead),
    cells: [
      midnightOf(days[ahead] ?? ""),
      ...rules.map((rule, at) => {
        const [needed, high] = [nursesFor(rule, median, acuity?.weight), nursesFor(rule, high80, acuity?.weight)];
        const there = rostered[ahead]?.[at] ?? null;
        const need = needed === high ? String(needed) : `${needed} to ${high}`;
        if (there === null) return `${need}, no rota`;
        return (
          <span key={`${rule.role} ${rule.shift}`} className={there < needed ? "font-semibold" : undefined}>
            {need}, rota {there}
            {there < needed && ` (${needed - there} missing)`}
          </span>
        );
      }),
    ],
  }));
  return <FigureTable label={`Nurses needed and rostered, ${group.name}`} header={header} rows={rows} />;
}
