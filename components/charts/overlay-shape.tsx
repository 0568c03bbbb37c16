"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { OverlayLegend } from "@/components/charts/overlay-legend";
import { signedLogOdds } from "@/components/charts/shape-function";
import type { OverlaidShape } from "@/lib/core/model/overlay-shapes";

const Line = lazy(() => import("@/components/charts/overlay-shape-line"));
const Bars = lazy(() => import("@/components/charts/overlay-shape-bars"));

const said = (value: number | null): string => (value === null ? "–" : signedLogOdds(value));

/** What two versions add for every value of one feature: a picture, and the same as a table. */
export function OverlayShape({
  shape,
  names,
}: {
  readonly shape: OverlaidShape;
  readonly names: readonly [string, string];
}) {
  const Picture = shape.kind === "line" ? Line : Bars;
  return (
    <ChartFrame
      caption={
        <>
          <strong className="text-base font-semibold text-ink">{shape.label}.</strong> What each version adds, in
          log-odds; up is more risk. Largest difference {shape.largestDifference.toFixed(2)}.
        </>
      }
      picture={<Picture shape={shape} />}
      height="h-56"
      legend={<OverlayLegend names={names} />}
      noun="these curves"
      tableLabel={`${shape.label} in both versions, as a table`}
      tableHeight="max-h-72"
      table={
        <>
          <thead className="sticky top-0 bg-sunken text-left text-mut">
            <tr>
              <th className="px-3 py-1.5 font-semibold">Value</th>
              <th className="px-3 py-1.5 text-right font-semibold">{names[0]}</th>
              <th className="px-3 py-1.5 text-right font-semibold">{names[1]}</th>
            </tr>
          </thead>
          <tbody>
            {shape.values.map(({ label, first, second }) => (
              <tr key={label}>
                <th scope="row" className="px-3 py-1 text-left font-normal">
                  {label}
                </th>
                <td className="px-3 py-1 text-right">{said(first)}</td>
                <td className="px-3 py-1 text-right">{said(second)}</td>
              </tr>
            ))}
          </tbody>
        </>
      }
    />
  );
}
