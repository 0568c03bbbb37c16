"use client";
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { OVERLAY_STYLES } from "@/components/charts/overlay-legend";
import { signedLogOdds } from "@/components/charts/shape-function";
import type { OverlaidShape } from "@/lib/core/model/overlay-shapes";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

/** A number's curve in two versions. */
export default function OverlayShapeLine({ shape }: { readonly shape: OverlaidShape }) {
  const data = shape.values.filter(({ x }) => x !== null);
  // The last range is open; it is drawn as wide as the one before, so that it can be seen.
  const [before, last] = data.slice(-2);
  if (before && last) data.push({ ...last, x: (last.x ?? 0) + Math.max(1, (last.x ?? 0) - (before.x ?? 0)) });
  return (
    <ResponsiveContainer width="100%" height={220} initialDimension={{ width: 520, height: 220 }}>
      <LineChart data={data} margin={{ top: 12, right: 16, bottom: 18, left: 4 }} accessibilityLayer={false}>
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
        {(["first", "second"] as const).map((side) => (
          <Line
            key={side}
            type="stepAfter"
            dataKey={side}
            stroke={OVERLAY_STYLES[side].stroke}
            strokeWidth={OVERLAY_STYLES[side].width}
            strokeDasharray={OVERLAY_STYLES[side].dashes}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
