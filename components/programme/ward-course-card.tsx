import { MonthsChart } from "@/components/charts/months-chart";
import { ratioWords, stateWords } from "@/components/programme/effect-words";
import { FigureTable } from "@/components/ui/figure-table";
import type { ChartPoint } from "@/lib/core/programme/p-chart";
import { isCompared, type WardCourse } from "@/lib/core/programme/programme-view";
import { count, fixed } from "@/lib/core/validation/figure-words";

const monthName = (month: string): string =>
  new Date(`${month}-15T12:00:00Z`).toLocaleDateString("en-GB", { month: "short", year: "numeric" });

/** What stands out, in one sentence; months that do not are said to be chance. */
function outstanding(points: readonly ChartPoint[]): string {
  const out = points.filter(({ state }) => state !== "within");
  if (points.length === 0) return "No stay of these wards has an outcome and a number yet.";
  if (out.length === 0) return "Every month lies within what chance alone does.";
  return `Beyond chance: ${out.map((point) => `${monthName(point.month)} (${stateWords(point)})`).join(", ")}.`;
}

/** Readmissions month by month against what was expected of each month's patients. */
export function WardCourseCard({ course }: { readonly course: WardCourse }) {
  const { points, all, notShown, shown } = course;
  const periods = [
    { key: "all", name: "All months", period: all },
    ...(isCompared(course)
      ? [
          { key: "not-shown", name: "No numbers shown", period: notShown },
          { key: "shown", name: "Numbers shown", period: shown },
        ]
      : []),
  ];
  return (
    <section className="card" aria-labelledby="course">
      <h2 id="course" className="m-0 mb-1 text-base font-semibold">
        Observed against expected, by month of discharge
      </h2>
      <p className="m-0 mb-3 max-w-[80ch]">{outstanding(points)}</p>
      {points.length > 0 && (
        <>
          <MonthsChart
            points={points.map((point) => ({ ...point, label: monthName(point.month), judged: stateWords(point) }))}
          />
          <FigureTable
            label="With and without numbers shown"
            header={["Period", "Stays", "Readmitted", "Expected", "Observed / expected (95\u202f% interval)"]}
            rows={periods.map(({ key, name, period }) => ({
              key,
              cells: [
                name,
                count(period.stays),
                count(period.readmitted),
                fixed(period.expected, 1),
                ratioWords(period),
              ],
            }))}
          />
        </>
      )}
    </section>
  );
}
