"use client";
import { CartesianGrid, Line, LineChart, ReferenceArea, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { DECISION_LINES } from "@/components/charts/decision-styles";
import type { DecisionCurve } from "@/lib/core/evaluation/decision-curve";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

interface DecisionLinesProps {
  readonly decision: DecisionCurve;
  readonly range: readonly [number, number];
}

/** Net benefit per 1,000 stays by threshold in percent; lines end where they fall far below nothing. */
export default function DecisionLines({ decision, range }: DecisionLinesProps) {
  const { thresholds, curves } = decision;
  const top = Math.max(20, Math.ceil(Math.max(...curves.flatMap(({ netBenefit }) => netBenefit)) * 50) * 20);
  const floor = -20 * Math.ceil(top / 60);
  const ticks = Array.from({ length: (top - floor) / 20 + 1 }, (_, step) => floor + step * 20);
  const data = thresholds.map((threshold, position) => ({
    x: Math.round(threshold * 100),
    ...Object.fromEntries(
      curves.map(({ name, netBenefit }) => {
        const value = (netBenefit[position] ?? 0) * 1000;
        return [name, value < floor ? null : value];
      }),
    ),
  }));
  return (
    <ResponsiveContainer width="100%" height={290} initialDimension={{ width: 520, height: 290 }}>
      <LineChart data={data} margin={{ top: 12, right: 16, bottom: 20, left: 4 }} accessibilityLayer={false}>
        <ReferenceArea x1={range[0] * 100} x2={range[1] * 100} fill="var(--soft)" fillOpacity={1} />
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={[5, 40]}
          ticks={[5, 10, 15, 20, 25, 30, 35, 40]}
          tick={TICK}
          tickLine={false}
          stroke="var(--edge)"
          label={{ value: "Call from, %", position: "insideBottom", offset: -10, fill: "var(--mut)", fontSize: 12 }}
        />
        <YAxis
          domain={[floor, top]}
          ticks={ticks}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={44}
          label={{
            value: "Net benefit per 1,000",
            angle: -90,
            position: "insideLeft",
            fill: "var(--mut)",
            fontSize: 12,
            style: { textAnchor: "middle" },
          }}
        />
        {[...curves].reverse().map(({ name }) => {
          const { stroke, width, dashes } = DECISION_LINES[name] ?? { stroke: "var(--mut)", width: 1.5, dashes: "" };
          return (
            <Line
              key={name}
              dataKey={name}
              stroke={stroke}
              strokeWidth={width}
              strokeDasharray={dashes}
              dot={false}
              activeDot={false}
              isAnimationActive={false}
              connectNulls={false}
            />
          );
        })}
      </LineChart>
    </ResponsiveContainer>
  );
}
