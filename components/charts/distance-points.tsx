"use client";
import {
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  XAxis,
  YAxis,
  ZAxis,
} from "recharts";
import type { DistanceStep } from "@/lib/core/programme/programme-view";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };
const LABEL = { fill: "var(--mut)", fontSize: 12 };

/** A dot a step, its size the number of stays; the line stands in the middle. */
export default function DistancePoints({ steps }: { readonly steps: readonly DistanceStep[] }) {
  const data = steps.map(({ distance, stays, beyond }) => ({ x: distance, y: beyond * 100, z: stays }));
  const reach = Math.ceil(Math.max(0.1, ...data.map(({ x }) => Math.abs(x))) * 10) / 10;
  const most = Math.max(5, Math.ceil(Math.max(...data.map(({ y }) => Math.abs(y))) / 5) * 5);
  return (
    <ResponsiveContainer width="100%" height={224} initialDimension={{ width: 520, height: 224 }}>
      <ScatterChart margin={{ top: 16, right: 16, bottom: 20, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="x"
          domain={[-reach, reach]}
          ticks={[-reach, 0, reach]}
          tick={TICK}
          tickLine={false}
          stroke="var(--edge)"
          label={{ ...LABEL, value: "Below the line – above it, log-odds", position: "insideBottom", offset: -10 }}
        />
        <YAxis
          type="number"
          dataKey="y"
          domain={[-most, most]}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={40}
        />
        <ZAxis type="number" dataKey="z" range={[40, 220]} />
        <ReferenceLine y={0} stroke="var(--mut)" strokeDasharray="5 4" />
        <ReferenceLine x={0} stroke="var(--ink)" />
        <Scatter data={data} fill="var(--accent)" isAnimationActive={false} />
      </ScatterChart>
    </ResponsiveContainer>
  );
}
