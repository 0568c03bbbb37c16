import type { ReactNode } from "react";
import { expectedText, rangeText } from "@/components/charts/paired-days";
import type { UnitFlow } from "@/lib/core/flow/patient-flow";

const total = (days: readonly number[]): number => days.reduce((sum, count) => sum + count, 0);

/** The week in four numbers. */
export function FlowSummary({ flow, beds }: { readonly flow: UnitFlow; readonly beds: number | null }) {
  const { inHospital, leaving, returning } = flow;
  return (
    <ul aria-label="Summary" className="m-0 mb-3.5 flex list-none flex-wrap gap-x-6 gap-y-1 p-0 text-mut">
      <Fact number={inHospital}>{beds === null ? "in hospital" : `in hospital, of ${beds} beds`}</Fact>
      <Fact number={total(leaving.days)}>
        expected to leave within 7 days
        {leaving.overdue > 0 && `, ${leaving.overdue} of them already past their planned end`}
      </Fact>
      {leaving.withoutPlan > 0 && <Fact number={leaving.withoutPlan}>without a planned end, in no day’s count</Fact>}
      {returning && returning.discharges > 0 && (
        <Fact number={expectedText(returning.week.expected)}>
          readmissions expected within 7 days from {returning.discharges} recent{" "}
          {returning.discharges === 1 ? "discharge" : "discharges"}, likely {rangeText(returning.week)}
        </Fact>
      )}
      {returning && returning.withoutEstimate > 0 && (
        <Fact number={returning.withoutEstimate}>recent discharges outside the model, in no expectation</Fact>
      )}
    </ul>
  );
}

function Fact({ number, children }: { readonly number: number | string; readonly children: ReactNode }) {
  return (
    <li>
      <b className="text-lg text-ink">{number}</b> {children}
    </li>
  );
}
