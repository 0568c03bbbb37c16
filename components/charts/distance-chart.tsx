"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import type { DistanceStep } from "@/lib/core/programme/programme-view";
import { count, fixed } from "@/lib/core/validation/figure-words";

const Points = lazy(() => import("@/components/charts/distance-points"));

/** Readmissions beyond what was expected, by distance from the line. */
export function DistanceChart({ steps }: { readonly steps: readonly DistanceStep[] }) {
  return (
    <ChartFrame
      caption="Readmissions beyond those expected, in 100 patients, by distance from the line. A programme that helps shows as a step down at the line."
      picture={<Points steps={steps} />}
      height="h-56"
      noun="the distances"
      tableLabel="Readmissions by distance from the line, as a table"
      table={
        <>
          <thead className="bg-sunken text-right text-mut">
            <tr>
              <th className="px-3 py-1.5 text-left font-semibold">Distance, log-odds</th>
              <th className="px-3 py-1.5 font-semibold">Stays</th>
              <th className="px-3 py-1.5 font-semibold">Beyond expected, in 100</th>
            </tr>
          </thead>
          <tbody>
            {steps.map(({ distance, stays, beyond }) => (
              <tr key={distance} className="border-t border-line text-right">
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {fixed(distance, 2)}
                </th>
                <td className="px-3 py-1">{count(stays)}</td>
                <td className="px-3 py-1">{fixed(beyond * 100, 1)}</td>
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}
