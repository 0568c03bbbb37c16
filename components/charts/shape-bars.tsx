"use client";
import { Bar, BarChart, Cell, ErrorBar, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { type ShapeFunction, type ShapePoint, signedLogOdds } from "@/components/charts/shape-function";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };
const MOST = 11;

/** The strongest both ways, and always this patient's own; the table has the rest. */
function strongest(points: readonly ShapePoint[]): readonly ShapePoint[] {
  const sorted = [...points].sort((a, b) => b.added - a.added);
  if (sorted.length <= MOST) return sorted;
  const half = Math.floor(MOST / 2);
  return sorted.filter((point, rank) => rank < half || rank >= sorted.length - half || point.isCurrent);
}

const shortened = (text: string): string => (text.length > 30 ? `${text.slice(0, 29)}…` : text);

/** A category's values, each with what it adds; this patient's is the dark one. */
export default function ShapeBars({ shape }: { readonly shape: ShapeFunction }) {
  const data = strongest([...shape.points, ...shape.apart.filter(({ isCurrent }) => isCurrent)]).map((point) => ({
    ...point,
    spread: [point.added - point.low, point.high - point.added],
  }));
  const height = 46 + data.length * 25;
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 520, height }}>
      <BarChart
        data={data}
        layout="vertical"
        margin={{ top: 4, right: 20, bottom: 4, left: 4 }}
        accessibilityLayer={false}
      >
        <XAxis type="number" tick={TICK} tickLine={false} stroke="var(--edge)" tickFormatter={signedLogOdds} />
        <YAxis
          type="category"
          dataKey="label"
          width={170}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          interval={0}
          tickFormatter={shortened}
        />
        <ReferenceLine x={0} stroke="var(--edge)" />
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
      </BarChart>
    </ResponsiveContainer>
  );
}
