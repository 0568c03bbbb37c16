"use client";
import { lazy, Suspense, useState } from "react";
import { Chevron } from "@/components/ui/disclosure";
import { ScrollBox } from "@/components/ui/scroll-box";
import { count, percent } from "@/lib/core/validation/figure-words";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

const Points = lazy(() => import("@/components/charts/calibration-points"));

/** Whether as many came back as the model said, by tenths of the stays: a picture, and the same as a table. */
export function CalibrationChart({ points }: { readonly points: readonly CalibrationPoint[] }) {
  const [isTable, setTable] = useState(false);
  return (
    <figure className="m-0 min-w-0">
      <figcaption>
        <strong className="font-semibold">Calibration.</strong>{" "}
        <span className="text-sm text-mut">
          Share readmitted against mean probability, by tenths of the stays, with 95{"\u202f"}% intervals. On the dashed
          line the numbers are right; above it the model says too little.
        </span>
      </figcaption>
      <div aria-hidden="true" className="mt-2">
        <Suspense fallback={<div className="skeleton h-72 w-full" />}>
          <Points points={points} />
        </Suspense>
      </div>
      <button
        type="button"
        aria-expanded={isTable}
        onClick={() => setTable(!isTable)}
        className="mt-1 flex min-h-8 items-center gap-1.5 text-sm text-accent print:hidden"
      >
        <Chevron isOpen={isTable} /> {isTable ? "Hide the table" : "Show the calibration as a table"}
      </button>
      {isTable && (
        <ScrollBox label="Calibration, as a table" className="overflow-x-auto rounded-lg border border-line">
          <table className="w-full border-collapse text-sm">
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
          </table>
        </ScrollBox>
      )}
    </figure>
  );
}
