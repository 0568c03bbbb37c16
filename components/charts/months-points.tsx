"use client";
import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { NamedMonth } from "@/components/charts/months-chart";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

interface DotProps {
  readonly cx?: number;
  readonly cy?: number;
  readonly payload?: { readonly isOut: boolean; readonly label: string };
}

/** Months within the limits are filled circles, those beyond them diamonds with a rim: told apart without colour. */
function MonthDot({ cx = 0, cy = 0, payload }: DotProps) {
  if (payload?.isOut)
    return <path d={`M${cx} ${cy - 7}l7 7l-7 7l-7 -7z`} fill="var(--bg)" stroke="var(--ink)" strokeWidth={2.5} />;
  return <circle cx={cx} cy={cy} r={4} fill="var(--accent)" />;
}

export default function MonthsPoints({ points }: { readonly points: readonly NamedMonth[] }) {
  const data = points.map(({ label, stays, readmitted, expected, low, high, state }) => ({
    label,
    observed: (readmitted / stays) * 100,
    expected: (expected / stays) * 100,
    limits: [(low / stays) * 100, (high / stays) * 100],
    isOut: state !== "within",
  }));
  return (
    <ResponsiveContainer width="100%" height={288} initialDimension={{ width: 720, height: 288 }}>
      <ComposedChart data={data} margin={{ top: 12, right: 16, bottom: 4, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--edge)" minTickGap={24} />
        <YAxis type="number" domain={[0, "auto"]} tick={TICK} tickLine={false} axisLine={false} width={40} />
        <Area dataKey="limits" fill="var(--accent)" fillOpacity={0.12} stroke="none" isAnimationActive={false} />
        <Line
          dataKey="expected"
          stroke="var(--mut)"
          strokeDasharray="5 4"
          dot={false}
          strokeWidth={1.5}
          isAnimationActive={false}
        />
        <Line
          dataKey="observed"
          stroke="var(--accent)"
          strokeWidth={1.5}
          dot={<MonthDot />}
          activeDot={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
