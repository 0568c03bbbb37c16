"use client";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";
import { type ShapeFunction, signedLogOdds } from "@/components/charts/shape-function";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

/** A number's curve with its band and this patient's place on it. */
export default function ShapeLine({ shape }: { readonly shape: ShapeFunction }) {
  const data = shape.points.map(({ x, added, low, high }) => ({ x, added, band: [low, high] }));
  // The last range is open; it is drawn as wide as the one before, so that it can be seen.
  const [before, last] = data.slice(-2);
  if (before && last) data.push({ ...last, x: last.x + (last.x - before.x) });
  const current = shape.points.find(({ isCurrent }) => isCurrent);
  const at = current && Math.min(Math.max(shape.patientAt ?? current.x, current.x), data.at(-1)?.x ?? current.x);
  return (
    <ResponsiveContainer width="100%" height={230} initialDimension={{ width: 520, height: 230 }}>
      <ComposedChart data={data} margin={{ top: 12, right: 16, bottom: 18, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={["dataMin", "dataMax"]}
          tick={TICK}
          tickLine={false}
          stroke="var(--edge)"
          allowDecimals={false}
          label={{ value: shape.axis, position: "insideBottom", offset: -10, fill: "var(--mut)", fontSize: 12 }}
        />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={48}
          tickFormatter={signedLogOdds}
          domain={["auto", "auto"]}
        />
        <ReferenceLine y={0} stroke="var(--edge)" />
        <Area
          type="stepAfter"
          dataKey="band"
          stroke="none"
          fill="var(--mut)"
          fillOpacity={0.24}
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          type="stepAfter"
          dataKey="added"
          stroke="var(--ink)"
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
          activeDot={false}
        />
        {at !== undefined && <ReferenceLine x={at} stroke="var(--accent)" strokeDasharray="3 3" />}
        {current && at !== undefined && (
          <ReferenceDot x={at} y={current.added} r={6} fill="var(--accent)" stroke="var(--panel)" strokeWidth={2} />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
