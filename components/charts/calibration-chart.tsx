"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { count, percent } from "@/lib/core/validation/figure-words";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

const Points = lazy(() => import("@/components/charts/calibration-points"));

/** Whether as many came back as the model said, by tenths of the stays: a picture, and the same as a table. */
export function CalibrationChart({ points }: { readonly points: readonly CalibrationPoint[] }) {
  return (
    <ChartFrame
      caption={
        <>
          <strong className="text-base font-semibold text-ink">Calibration.</strong> Share readmitted against mean
          probability, by tenths of the stays, with 95{"\u202f"}% intervals. On the dashed line the numbers are right;
          above it the model says too little.
        </>
      }
      picture={<Points points={points} />}
      height="h-72"
      noun="the calibration"
      tableLabel="Calibration, as a table"
      table={
        <>
          <thead className="bg-sunken text-right text-mut">
            <tr>
              <th className="px-3 py-1.5 text-left font-semibold">Mean probability</th>
              <th className="px-3 py-1.5 font-semibold">Stays</th>
              <th className="px-3 py-1.5 font-semibold">Readmitted</th>
              <th className="px-3 py-1.5 font-semibold">Share (95{"\u202f"}% interval)</th>
            </tr>
          </thead>
          <tbody>
            {points.map(({ n, expected, readmitted, observed, ci95 }) => (
              <tr key={expected} className="border-t border-line text-right">
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {percent(expected)}
                </th>
                <td className="px-3 py-1">{count(n)}</td>
                <td className="px-3 py-1">{count(readmitted)}</td>
                <td className="px-3 py-1 whitespace-nowrap">
                  {percent(observed)} ({percent(ci95?.[0] ?? null)} to {percent(ci95?.[1] ?? null)})
                </td>
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}
