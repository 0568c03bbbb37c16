"use client";
import { CartesianGrid, ReferenceLine, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis } from "recharts";
import { OVERLAY_STYLES } from "@/components/charts/overlay-legend";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

const toData = (points: readonly CalibrationPoint[]) =>
  points.map(({ expected, observed }) => ({ x: expected * 100, y: observed * 100 }));

/** Tenths of the same stays by two versions, joined by lines, and the line on which they should lie. In percent. */
export default function OverlayCalibrationPoints({
  first,
  second,
}: {
  readonly first: readonly CalibrationPoint[];
  readonly second: readonly CalibrationPoint[];
}) {
  const [a, b] = [toData(first), toData(second)];
  const top = Math.ceil(Math.max(10, ...[...a, ...b].map(({ x, y }) => Math.max(x, y))) / 10) * 10;
  const ticks = Array.from({ length: top / 10 + 1 }, (_, step) => step * 10);
  const axis = { type: "number" as const, domain: [0, top], ticks, tick: TICK, tickLine: false };
  const line = ({ stroke, width, dashes }: (typeof OVERLAY_STYLES)["first" | "second"]) => ({
    stroke,
    strokeWidth: width,
    strokeDasharray: dashes,
  });
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
          stroke="var(--edge)"
          strokeDasharray="2 4"
        />
        <Scatter
          data={a}
          fill="var(--mut)"
          shape="diamond"
          line={line(OVERLAY_STYLES.first)}
          isAnimationActive={false}
        />
        <Scatter data={b} fill="var(--accent)" line={line(OVERLAY_STYLES.second)} isAnimationActive={false} />
      </ScatterChart>
    </ResponsiveContainer>
  );
}
