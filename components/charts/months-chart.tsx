"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import type { ChartPoint } from "@/lib/core/programme/p-chart";
import { count, fixed } from "@/lib/core/validation/figure-words";

const Points = lazy(() => import("@/components/charts/months-points"));

/** A month with its name, and what is thought of it in words. */
export interface NamedMonth extends ChartPoint {
  readonly label: string;
  readonly judged: string;
}

/** Readmissions in 100 stays by month, with what was expected and the limits of chance. */
export function MonthsChart({ points }: { readonly points: readonly NamedMonth[] }) {
  return (
    <ChartFrame
      caption="Readmissions in 100 stays. The line is what was expected of that month’s patients; within the band is chance alone, 997 months in 1,000."
      picture={<Points points={points} />}
      height="h-72"
      noun="the months"
      tableLabel="Readmissions by month, as a table"
      tableHeight="max-h-80"
      table={
        <>
          <thead className="sticky top-0 bg-sunken text-right text-mut">
            <tr>
              <th className="px-3 py-1.5 text-left font-semibold">Month</th>
              <th className="px-3 py-1.5 font-semibold">Stays</th>
              <th className="px-3 py-1.5 font-semibold">Readmitted</th>
              <th className="px-3 py-1.5 font-semibold">Expected</th>
              <th className="px-3 py-1.5 font-semibold">Limits</th>
              <th className="px-3 py-1.5 text-left font-semibold">Judged</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.month} className="border-t border-line text-right">
                <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap">
                  {point.label}
                </th>
                <td className="px-3 py-1">{count(point.stays)}</td>
                <td className="px-3 py-1">{count(point.readmitted)}</td>
                <td className="px-3 py-1">{fixed(point.expected, 1)}</td>
                <td className="px-3 py-1 whitespace-nowrap">
                  {point.low} to {point.high}
                </td>
                <td className="px-3 py-1 text-left">{point.judged}</td>
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}
