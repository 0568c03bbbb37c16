"use client";
import type { ReactNode } from "react";
import { BarChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { signedLogOdds } from "@/components/charts/shape-function";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };
const LONGEST = 28;

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

interface BarsPlaneProps<Value> {
  readonly data: readonly Value[];
  readonly height: number;
  readonly children: ReactNode;
}

/** A category's values below each other, each with what it adds in log-odds. */
export function BarsPlane<Value extends { readonly label: string }>({ data, height, children }: BarsPlaneProps<Value>) {
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 520, height }}>
      <BarChart
        data={[...data]}
        layout="vertical"
        margin={{ top: 4, right: 20, bottom: 4, left: 4 }}
        barGap={1}
        accessibilityLayer={false}
      >
        <XAxis type="number" tick={TICK} tickLine={false} stroke="var(--edge)" tickFormatter={signedLogOdds} />
        <YAxis
          type="category"
          dataKey="label"
          width={165}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          interval={0}
          tickFormatter={shortened}
        />
        <ReferenceLine x={0} stroke="var(--edge)" />
        {children}
      </BarChart>
    </ResponsiveContainer>
  );
}
