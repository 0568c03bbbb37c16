"use client";
import { Bar, Cell, ErrorBar } from "recharts";
import { BarsPlane } from "@/components/charts/bars-plane";
import type { ShapeFunction, ShapePoint } from "@/components/charts/shape-function";

const MOST = 11;

/** The strongest both ways, and always this patient's own; the table has the rest. */
function strongest(points: readonly ShapePoint[]): readonly ShapePoint[] {
  const sorted = [...points].sort((a, b) => b.added - a.added);
  if (sorted.length <= MOST) return sorted;
  const half = Math.floor(MOST / 2);
  return sorted.filter((point, rank) => rank < half || rank >= sorted.length - half || point.isCurrent);
}

/** A category's values, each with what it adds; this patient's is the dark one. */
export default function ShapeBars({ shape }: { readonly shape: ShapeFunction }) {
  const data = strongest([...shape.points, ...shape.apart.filter(({ isCurrent }) => isCurrent)]).map((point) => ({
    ...point,
    spread: [point.added - point.low, point.high - point.added],
  }));
  return (
    <BarsPlane data={data} height={46 + data.length * 25}>
      <Bar dataKey="added" barSize={13} isAnimationActive={false}>
        {data.map((point) => (
          <Cell
            key={point.label}
            fill={point.isCurrent ? "var(--accent)" : "var(--mut)"}
            fillOpacity={point.isCurrent ? 1 : 0.55}
          />
        ))}
        <ErrorBar dataKey="spread" width={4} strokeWidth={1.2} stroke="var(--ink)" direction="x" />
      </Bar>
    </BarsPlane>
  );
}
