"use client";
import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  XAxis,
  YAxis,
} from "recharts";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

/** Tenths of the stays with their intervals, and the line on which they should lie. In percent. */
export default function CalibrationPoints({ points }: { readonly points: readonly CalibrationPoint[] }) {
  const data = points.map(({ expected, observed, ci95 }) => {
    const [low, high] = ci95 ?? [observed, observed];
    return { x: expected * 100, y: observed * 100, spread: [(observed - low) * 100, (high - observed) * 100] };
  });
  const most = Math.max(10, ...data.map(({ x, y, spread }) => Math.max(x, y + (spread[1] ?? 0))));
  const top = Math.ceil(most / 10) * 10;
  const ticks = Array.from({ length: top / 10 + 1 }, (_, step) => step * 10);
  const axis = { type: "number" as const, domain: [0, top], ticks, tick: TICK, tickLine: false };
  return (
    <ResponsiveContainer width="100%" height={290} initialDimension={{ width: 520, height: 290 }}>
      <ScatterChart margin={{ top: 12, right: 16, bottom: 20, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          {...axis}
          dataKey="x"
          stroke="var(--edge)"
          label={{
            value: "Mean probability, %",
            position: "insideBottom",
            offset: -10,
            fill: "var(--mut)",
            fontSize: 12,
          }}
        />
        <YAxis
          {...axis}
          dataKey="y"
          axisLine={false}
          width={44}
          label={{ value: "Readmitted, %", angle: -90, position: "insideLeft", fill: "var(--mut)", fontSize: 12 }}
        />
        <ReferenceLine
          segment={[
            { x: 0, y: 0 },
            { x: top, y: top },
          ]}
          stroke="var(--mut)"
          strokeDasharray="5 4"
        />
        <Scatter data={data} fill="var(--accent)" isAnimationActive={false}>
          <ErrorBar
            dataKey="spread"
            direction="y"
            width={5}
            stroke="var(--accent)"
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        </Scatter>
      </ScatterChart>
    </ResponsiveContainer>
  );
}
