import { csvText } from "@/lib/core/csv-text";
import type { PatientFlow } from "@/lib/core/flow/patient-flow";
import { bedsOf, hasEstimate } from "@/lib/core/flow/unit-facts";

const HEAD = [
  ...["unit", "day", "expected_to_leave", "readmissions_expected", "readmissions_low_80", "readmissions_high_80"],
  ...["in_hospital", "physical_beds", "leaving_later", "without_planned_end", "discharges_without_estimate"],
];

/**
 * The week ahead as CSV with a head line: a row for each unit and day, then for all of them; what a unit has once stands
 * in each of its rows. Readmissions are empty while they are not shown and where nothing is estimated.
 */
export function flowCsv({ all, units, days }: PatientFlow): string {
  const lines = [...units, all].flatMap((flow) =>
    days.map((day, ahead) => {
      const back = hasEstimate(flow) ? flow.returning?.days[ahead] : undefined;
      return [
        ...[flow.unit?.name ?? "All my units", day, flow.leaving.days[ahead] ?? 0],
        ...(back ? [Number(back.expected.toFixed(2)), back.low, back.high] : [null, null, null]),
        ...[flow.inHospital, bedsOf(flow, units), flow.leaving.later, flow.leaving.withoutPlan],
        flow.returning?.withoutEstimate ?? null,
      ];
    }),
  );
  return csvText([HEAD, ...lines]);
}
