"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { OverlayLegend } from "@/components/charts/overlay-legend";
import { TableHead } from "@/components/charts/table-head";
import { count, percent } from "@/lib/core/validation/figure-words";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

const Points = lazy(() => import("@/components/charts/overlay-calibration-points"));

/** Whether as many came back as each of two versions said, on the same stays: a picture, and the same as a table. */
export function OverlayCalibration({
  first,
  second,
  names,
}: {
  readonly first: readonly CalibrationPoint[];
  readonly second: readonly CalibrationPoint[];
  readonly names: readonly [string, string];
}) {
  const sides = [
    { name: names[0], points: first },
    { name: names[1], points: second },
  ];
  return (
    <ChartFrame
      caption={
        <>
          <strong className="text-base font-semibold text-ink">Calibration.</strong> Share readmitted against mean
          probability, by tenths of the stays. On the dashed line the numbers are right.
        </>
      }
      picture={<Points first={first} second={second} />}
      height="h-72"
      legend={<OverlayLegend names={names} />}
      noun="both calibrations"
      tableLabel="Calibration of both versions, as a table"
      tableHeight="max-h-80"
      table={
        <>
          <TableHead headings={["Version", "Mean probability", "Stays", "Share readmitted"]} />
          <tbody>
            {sides.flatMap(({ name, points }) =>
              points.map(({ n, expected, observed }) => (
                <tr key={`${name} ${expected}`} className="border-t border-line text-right">
                  <th scope="row" className="px-3 py-1 text-left font-normal">
                    {name}
                  </th>
                  <td className="px-3 py-1">{percent(expected)}</td>
                  <td className="px-3 py-1">{count(n)}</td>
                  <td className="px-3 py-1">{percent(observed)}</td>
                </tr>
              )),
            )}
          </tbody>
        </>
      }
    />
  );
}
