import { dayLabel } from "@/components/capacity/day-label";
import { expectedText, rangeText } from "@/components/charts/paired-days";
import { ScrollBox } from "@/components/ui/scroll-box";
import type { PatientFlowView, UnitFlow } from "@/lib/core/flow/patient-flow";

const HEAD = "px-2.5 py-1.5 text-right align-bottom font-semibold";
const CELL = "px-2.5 py-1.5 text-right whitespace-nowrap";

/** Every unit in one row: who is here, who leaves when, who may come back. */
export function UnitTable({ flow }: { readonly flow: PatientFlowView }) {
  const { days, units, all, silentBecause } = flow;
  const showsReturns = silentBecause === null;
  return (
    <ScrollBox label="The week by unit" className="overflow-x-auto rounded-lg border border-line">
      <table aria-label="The week by unit" className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-mut">
          <tr>
            <th scope="col" className="px-2.5 py-1.5 text-left align-bottom font-semibold">
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
                  Left lately, no estimate
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <UnitRow key={unit.unit?.id} flow={unit} showsReturns={showsReturns} />
          ))}
        </tbody>
        {units.length > 1 && (
          <tfoot className="font-semibold">
            <UnitRow flow={all} showsReturns={showsReturns} />
          </tfoot>
        )}
      </table>
    </ScrollBox>
  );
}

function UnitRow({ flow, showsReturns }: { readonly flow: UnitFlow; readonly showsReturns: boolean }) {
  const { unit, inHospital, leaving, returning } = flow;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="px-2.5 py-1.5 text-left font-[inherit]">
        {unit?.name ?? "All my units"}
      </th>
      <td className={CELL}>{unit?.physicalBeds == null ? inHospital : `${inHospital} of ${unit.physicalBeds}`}</td>
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
          <td className={CELL}>{returning && expectedText(returning.week.expected)}</td>
          <td className={CELL}>{returning && rangeText(returning.week)}</td>
          <td className={CELL}>{returning?.withoutEstimate}</td>
        </>
      )}
    </tr>
  );
}
