"use client";
import type { ReactNode } from "react";
import { CartesianGrid, ReferenceLine, ResponsiveContainer, ScatterChart, XAxis, YAxis } from "recharts";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

interface CalibrationPlaneProps {
  /** The largest number to be shown, in percent. */
  readonly most: number;
  readonly children: ReactNode;
}

/** Mean probability against what was seen, both in percent, and the line on which points should lie. */
export function CalibrationPlane({ most, children }: CalibrationPlaneProps) {
  const top = Math.ceil(Math.max(10, most) / 10) * 10;
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
          stroke="var(--edge)"
          strokeDasharray="2 4"
        />
        {children}
      </ScatterChart>
    </ResponsiveContainer>
  );
}
