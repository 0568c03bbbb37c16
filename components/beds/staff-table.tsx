import { midnightOf } from "@/components/beds/beds-words";
import { FigureTable } from "@/components/ui/figure-table";
import type { CensusForecast } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { nursesFor, type StaffingRule } from "@/lib/core/capacity/staffing";

const ruleWords = ({ need, minimum }: StaffingRule): string =>
  `${need.kind === "ratio" ? `1 to ${need.patientsPerNurse} patients` : `${need.hoursPerPatientDay} hours a patient-day`}, at least ${minimum}`;

/** Nurses a unit's patients ask for against the roster, by day and shift. */
export function StaffTable({ view, group }: { readonly view: CensusView; readonly group: CensusForecast }) {
  const staffing = view.staffing.find(({ unitId }) => group.kind === "unit" && unitId === group.id);
  if (!staffing) return null;
  const { rules, rostered } = staffing;
  const header = ["Day", ...rules.map(({ role, shift }) => `${role}, ${shift.toLowerCase()}`)];
  const rows = group.days.map(({ median, high80 }, ahead) => ({
    key: view.input.days[ahead] ?? String(ahead),
    cells: [
      midnightOf(view.input.days[ahead] ?? ""),
      ...rules.map((rule, at) => {
        const [needed, high] = [nursesFor(rule, median), nursesFor(rule, high80)];
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
  return (
    <section className="mt-5" aria-labelledby="staff">
      <h2 id="staff" className="m-0 text-base font-semibold">
        Nurses, {group.name}
      </h2>
      <p className="m-0 max-w-[80ch] text-sm text-mut">
        Needed for the median census, and to the one reached on one midnight in ten, then how many are on the rota. As
        this unit is staffed:{" "}
        {rules.map((rule) => `${rule.role.toLowerCase()}, ${rule.shift.toLowerCase()}: ${ruleWords(rule)}`).join("; ")}.
        How ill patients are is not taken into account.
      </p>
      <FigureTable label={`Nurses needed and rostered, ${group.name}`} header={header} rows={rows} />
    </section>
  );
}
