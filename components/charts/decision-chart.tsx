"use client";
import { lazy, Suspense, useState } from "react";
import { DECISION_LINES } from "@/components/charts/decision-styles";
import { Chevron } from "@/components/ui/disclosure";
import { ScrollBox } from "@/components/ui/scroll-box";
import type { DecisionCurve } from "@/lib/core/evaluation/decision-curve";
import { fixed, percent } from "@/lib/core/validation/figure-words";

const Lines = lazy(() => import("@/components/charts/decision-lines"));

interface DecisionChartProps {
  readonly decision: DecisionCurve;
  /** From the lowest to the highest operating point, 0–1. */
  readonly range: readonly [number, number];
}

/** What calling by each strategy would have been worth: a picture, and the same as a table. */
export function DecisionChart({ decision, range }: DecisionChartProps) {
  const [isTable, setTable] = useState(false);
  const { thresholds, curves } = decision;
  return (
    <figure className="m-0 min-w-0">
      <figcaption>
        <strong className="font-semibold">Decision curve.</strong>{" "}
        <span className="text-sm text-mut">
          Calls that mattered, less needless ones, per 1,000 stays, by the probability from which one would call. Higher
          is better; the shaded range lies between the model’s operating points.
        </span>
      </figcaption>
      <div aria-hidden="true" className="mt-2">
        <Suspense fallback={<div className="skeleton h-72 w-full" />}>
          <Lines decision={decision} range={range} />
        </Suspense>
      </div>
      <ul aria-hidden="true" className="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-sm">
        {curves.map(({ name, label }) => {
          const { stroke, width, dashes } = DECISION_LINES[name] ?? { stroke: "var(--mut)", width: 1.5, dashes: "" };
          return (
            <li key={name} className="flex items-center gap-1.5">
              <svg viewBox="0 0 36 8" aria-hidden="true" className="w-9">
                <line x1="0" x2="36" y1="4" y2="4" stroke={stroke} strokeWidth={width} strokeDasharray={dashes} />
              </svg>
              {label}
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        aria-expanded={isTable}
        onClick={() => setTable(!isTable)}
        className="mt-1 flex min-h-8 items-center gap-1.5 text-sm text-accent print:hidden"
      >
        <Chevron isOpen={isTable} /> {isTable ? "Hide the table" : "Show the decision curve as a table"}
      </button>
      {isTable && (
        <ScrollBox label="Decision curve, as a table" className="max-h-80 overflow-auto rounded-lg border border-line">
          <table className="w-full border-collapse text-sm">
            <thead className="sticky top-0 bg-sunken text-right text-mut">
              <tr>
                <th className="px-3 py-1.5 text-left font-semibold">From</th>
                {curves.map(({ name, label }) => (
                  <th key={name} className="px-3 py-1.5 font-semibold">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {thresholds.map((threshold, position) => (
                <tr key={threshold} className="border-t border-line text-right">
                  <th scope="row" className="px-3 py-1 text-left font-normal">
                    {percent(threshold, 0)}
                  </th>
                  {curves.map(({ name, netBenefit }) => (
                    <td key={name} className="px-3 py-1">
                      {fixed((netBenefit[position] ?? 0) * 1000, 1)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </figure>
  );
}
