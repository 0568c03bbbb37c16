import { dayLabel } from "@/components/capacity/day-label";
import { expectedText, NO_ESTIMATE, rangeText } from "@/components/charts/paired-days";
import { ScrollBox } from "@/components/ui/scroll-box";
import type { PatientFlowView, UnitFlow } from "@/lib/core/flow/patient-flow";
import { bedsOf, hasEstimate } from "@/lib/core/flow/unit-facts";

// Relative, because words for screen readers alone would otherwise widen the page.
const HEAD = "relative px-2.5 py-1.5 text-right align-bottom font-semibold";
const NAME = "sticky left-0 px-2.5 py-1.5 text-left";
const CELL = "px-2.5 py-1.5 text-right whitespace-nowrap";

/** Every unit in one row: who is here, who leaves when, who may come back. */
export function UnitTable({ flow }: { readonly flow: PatientFlowView }) {
  const { days, units, all, silentBecause } = flow;
  const showsReturns = silentBecause === null;
  return (
    <ScrollBox label="The week by unit" className="overflow-x-auto rounded-lg border border-line bg-panel">
      <table aria-label="The week by unit" className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-mut">
          <tr>
            <th scope="col" className={`${NAME} bg-sunken align-bottom font-semibold`}>
              Unit
            </th>
            <th scope="col" className={HEAD}>
              In hospital, of beds
            </th>
            {days.map((day, ahead) => (
              <th key={day} scope="col" className={HEAD}>
                <span className="sr-only">Leaving </span>
                {dayLabel(day, ahead)}
              </th>
            ))}
            <th scope="col" className={HEAD}>
              Leaving later
            </th>
            <th scope="col" className={HEAD}>
              No planned end
            </th>
            {showsReturns && (
              <>
                <th scope="col" className={HEAD}>
                  Readmissions expected, 7 days
                </th>
                <th scope="col" className={HEAD}>
                  80 % interval
                </th>
                <th scope="col" className={HEAD}>
                  Recent discharges without estimate
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <UnitRow key={unit.unit?.id} flow={unit} beds={bedsOf(unit, units)} showsReturns={showsReturns} />
          ))}
        </tbody>
        {units.length > 1 && (
          <tfoot className="font-semibold">
            <UnitRow flow={all} beds={bedsOf(all, units)} showsReturns={showsReturns} />
          </tfoot>
        )}
      </table>
    </ScrollBox>
  );
}

interface UnitRowProps {
  readonly flow: UnitFlow;
  readonly beds: number | null;
  readonly showsReturns: boolean;
}

function UnitRow({ flow, beds, showsReturns }: UnitRowProps) {
  const { unit, inHospital, leaving, returning } = flow;
  const recent = (returning?.discharges ?? 0) + (returning?.withoutEstimate ?? 0);
  const week = hasEstimate(flow) ? returning?.week : null;
  return (
    <tr className="border-t border-line">
      <th scope="row" className={`${NAME} bg-panel ${unit === null ? "font-semibold" : "font-normal"}`}>
        {unit?.name ?? "All my units"}
      </th>
      <td className={CELL}>{beds === null ? inHospital : `${inHospital} of ${beds}`}</td>
      {leaving.days.map((count, ahead) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the days stand in their order
        <td key={ahead} className={CELL}>
          {count}
        </td>
      ))}
      <td className={CELL}>{leaving.later}</td>
      <td className={CELL}>{leaving.withoutPlan}</td>
      {showsReturns && (
        <>
          <td className={CELL}>{week ? expectedText(week.expected) : NO_ESTIMATE}</td>
          <td className={CELL}>{week ? rangeText(week) : NO_ESTIMATE}</td>
          <td className={CELL}>{returning && `${returning.withoutEstimate} of ${recent}`}</td>
        </>
      )}
    </tr>
  );
}
