"use client";
import { lazy } from "react";
import { ChartFrame } from "@/components/charts/chart-frame";
import { type ShapeFunction, signedLogOdds } from "@/components/charts/shape-function";

const ShapeBars = lazy(() => import("@/components/charts/shape-bars"));
const ShapeLine = lazy(() => import("@/components/charts/shape-line"));

/** What the model adds for every value of one feature: a picture, and the same as a table. */
export function ShapeChart({ shape }: { readonly shape: ShapeFunction }) {
  const current = [...shape.points, ...shape.apart].find(({ isCurrent }) => isCurrent);
  const Picture = shape.kind === "line" ? ShapeLine : ShapeBars;
  return (
    <ChartFrame
      caption={
        <>
          What the model adds for each value, in log-odds; up is more risk. The band is how far retraining would move
          it.
          {current && (
            <>
              {" "}
              <strong className="font-semibold text-ink">
                This patient: {current.label}, {signedLogOdds(current.added)}.
              </strong>
            </>
          )}
        </>
      }
      picture={<Picture shape={shape} />}
      height="h-56"
      noun="this curve"
      tableLabel={`${shape.title}, as a table`}
      tableHeight="max-h-72"
      table={<ShapeRows shape={shape} />}
    />
  );
}

function ShapeRows({ shape }: { readonly shape: ShapeFunction }) {
  return (
    <>
      <thead className="sticky top-0 bg-sunken text-left text-mut">
        <tr>
          <th className="px-3 py-1.5 font-semibold">Value</th>
          <th className="px-3 py-1.5 text-right font-semibold">Added (log-odds)</th>
          <th className="px-3 py-1.5 text-right font-semibold">Retraining: from, to</th>
        </tr>
      </thead>
      <tbody>
        {[...shape.points, ...shape.apart].map((point) => (
          <tr key={point.label} className={point.isCurrent ? "bg-soft font-semibold" : undefined}>
            <th scope="row" className="px-3 py-1 text-left font-[inherit]">
              {point.label}
              {point.isCurrent && " (this patient)"}
            </th>
            <td className="px-3 py-1 text-right">{signedLogOdds(point.added)}</td>
            <td className="px-3 py-1 text-right">
              {signedLogOdds(point.low)}, {signedLogOdds(point.high)}
            </td>
          </tr>
        ))}
      </tbody>
    </>
  );
}
