"use client";
import { Bar } from "recharts";
import { BarsPlane } from "@/components/charts/bars-plane";
import type { OverlaidShape, OverlaidValue } from "@/lib/core/model/overlay-shapes";

/** Values that fit into the box; the table has the rest. */
const MOST = 7;

const gap = ({ first, second }: OverlaidValue): number => Math.abs((first ?? 0) - (second ?? 0));

/** A category's values in two versions, those that differ most. */
export default function OverlayShapeBars({ shape }: { readonly shape: OverlaidShape }) {
  const data = [...shape.values].sort((a, b) => gap(b) - gap(a)).slice(0, MOST);
  return (
    <BarsPlane data={data} height={220}>
      <Bar dataKey="first" barSize={8} fill="var(--panel)" stroke="var(--mut)" isAnimationActive={false} />
      <Bar dataKey="second" barSize={8} fill="var(--accent)" isAnimationActive={false} />
    </BarsPlane>
  );
}
