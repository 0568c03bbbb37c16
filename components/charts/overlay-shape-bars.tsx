"use client";
import { Bar, BarChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { signedLogOdds } from "@/components/charts/shape-function";
import type { OverlaidShape, OverlaidValue } from "@/lib/core/model/overlay-shapes";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };
/** Values that fit into the box; the table has the rest. */
const MOST = 7;

const gap = ({ first, second }: OverlaidValue): number => Math.abs((first ?? 0) - (second ?? 0));
const shortened = (text: string): string => (text.length > 26 ? `${text.slice(0, 25)}…` : text);

/** A category's values in two versions, those that differ most. */
export default function OverlayShapeBars({ shape }: { readonly shape: OverlaidShape }) {
  const data = [...shape.values].sort((a, b) => gap(b) - gap(a)).slice(0, MOST);
  return (
    <ResponsiveContainer width="100%" height={220} initialDimension={{ width: 520, height: 220 }}>
      <BarChart
        data={data}
        layout="vertical"
        margin={{ top: 4, right: 20, bottom: 4, left: 4 }}
        barGap={1}
        accessibilityLayer={false}
      >
        <XAxis type="number" tick={TICK} tickLine={false} stroke="var(--edge)" tickFormatter={signedLogOdds} />
        <YAxis
          type="category"
          dataKey="label"
          width={160}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          interval={0}
          tickFormatter={shortened}
        />
        <ReferenceLine x={0} stroke="var(--edge)" />
        <Bar dataKey="first" barSize={8} fill="var(--panel)" stroke="var(--mut)" isAnimationActive={false} />
        <Bar dataKey="second" barSize={8} fill="var(--accent)" isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
