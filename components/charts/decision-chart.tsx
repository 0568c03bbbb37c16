"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { DECISION_LINES } from "@/components/charts/decision-styles";
import { TableHead } from "@/components/charts/table-head";
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
  const { thresholds, curves } = decision;
  return (
    <ChartFrame
      caption={
        <>
          <strong className="text-base font-semibold text-ink">Decision curve.</strong> Calls that mattered, less
          needless ones, per 1,000 stays, by the probability from which one would call. Higher is better; the shaded
          range lies between the model’s operating points.
        </>
      }
      picture={<Lines decision={decision} range={range} />}
      height="h-72"
      legend={
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
      }
      noun="the decision curve"
      tableLabel="Decision curve, as a table"
      tableHeight="max-h-80"
      table={
        <>
          <TableHead headings={["From", ...curves.map(({ label }) => label)]} />
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
        </>
      }
    />
  );
}
