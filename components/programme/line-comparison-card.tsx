import { DistanceChart } from "@/components/charts/distance-chart";
import { effectSentence } from "@/components/programme/effect-words";
import { FigureTable } from "@/components/ui/figure-table";
import type { LineComparison } from "@/lib/core/programme/programme-effect";
import type { DistanceStep } from "@/lib/core/programme/programme-view";
import { count, fixed, percent } from "@/lib/core/validation/figure-words";

/** Patients just above the line beside patients just below it: alike but for the line. */
export function LineComparisonCard({
  comparison,
  steps,
}: {
  readonly comparison: LineComparison;
  readonly steps: readonly DistanceStep[];
}) {
  const { above, below, lists, stays } = comparison;
  return (
    <section className="card" aria-labelledby="beside">
      <h2 id="beside" className="m-0 mb-1 text-base font-semibold">
        Just above the line, and just below it
      </h2>
      <p className="m-0 max-w-[80ch]">{effectSentence(comparison)}</p>
      <p className="mt-1 mb-3 max-w-[80ch] text-sm text-mut">
        From {count(lists)} {lists === 1 ? "list" : "lists"} on which a ward drew its line, {count(stays)}{" "}
        {stays === 1 ? "stay" : "stays"} whose 30 days are over. Each counts once, on the last list it stood on.
      </p>
      {above && below && (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-6 gap-y-3 xl:grid-cols-2">
          <DistanceChart steps={steps} />
          <FigureTable
            label="Stays near the line"
            header={["Near the line", "Below it", "Above it"]}
            rows={[
              { key: "stays", cells: ["Stays", count(below.stays), count(above.stays)] },
              {
                key: "acted",
                cells: [
                  "Something noted for the patient",
                  percent(below.actedOn / below.stays),
                  percent(above.actedOn / above.stays),
                ],
              },
              { key: "expected", cells: ["Readmissions expected", fixed(below.expected, 1), fixed(above.expected, 1)] },
              { key: "readmitted", cells: ["Readmissions", count(below.readmitted), count(above.readmitted)] },
            ]}
          />
        </div>
      )}
    </section>
  );
}
