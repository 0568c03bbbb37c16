"use client";
import { lazy, Suspense, useState } from "react";
import { type ShapeFunction, signedLogOdds } from "@/components/charts/shape-function";
import { Chevron } from "@/components/ui/disclosure";
import { ScrollBox } from "@/components/ui/scroll-box";

const ShapeBars = lazy(() => import("@/components/charts/shape-bars"));
const ShapeLine = lazy(() => import("@/components/charts/shape-line"));

/** What the model adds for every value of one feature: a picture, and the same as a table. */
export function ShapeChart({ shape }: { readonly shape: ShapeFunction }) {
  const [isTable, setTable] = useState(false);
  const current = [...shape.points, ...shape.apart].find(({ isCurrent }) => isCurrent);
  const Picture = shape.kind === "line" ? ShapeLine : ShapeBars;
  return (
    <figure className="m-0">
      <figcaption className="text-sm text-mut">
        What the model adds for each value, in log-odds; up is more risk. The band is how far retraining would move it.
        {current && (
          <>
            {" "}
            <strong className="font-semibold text-ink">
              This patient: {current.label}, {signedLogOdds(current.added)}.
            </strong>
          </>
        )}
      </figcaption>
      <div aria-hidden="true" className="mt-2">
        <Suspense fallback={<div className="skeleton h-56 w-full" />}>
          <Picture shape={shape} />
        </Suspense>
      </div>
      <button
        type="button"
        aria-expanded={isTable}
        onClick={() => setTable(!isTable)}
        className="mt-1 flex min-h-8 items-center gap-1.5 text-sm text-accent"
      >
        <Chevron isOpen={isTable} /> {isTable ? "Hide the table" : "Show this curve as a table"}
      </button>
      {isTable && <ShapeTable shape={shape} />}
    </figure>
  );
}

function ShapeTable({ shape }: { readonly shape: ShapeFunction }) {
  return (
    <ScrollBox label={`${shape.title}, as a table`} className="max-h-72 overflow-auto rounded-lg border border-line">
      <table className="w-full border-collapse text-sm">
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
      </table>
    </ScrollBox>
  );
}
