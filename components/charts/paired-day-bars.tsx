"use client";
import { Bar, BarChart, CartesianGrid, ErrorBar, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { PairedDays } from "@/components/charts/paired-days";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };
const HEIGHT = 240;

/** Hollow bars beside filled ones, so that they are told apart without colour too. */
export default function PairedDayBars({ paired }: { readonly paired: PairedDays }) {
  const data = paired.days.map(({ label, first, second }) => ({
    label,
    first,
    second: second?.expected ?? null,
    spread: second && [Math.max(0, second.expected - second.low), Math.max(0, second.high - second.expected)],
  }));
  return (
    <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 680, height: HEIGHT }}>
      <BarChart data={data} margin={{ top: 10, right: 8, bottom: 4, left: 0 }} barGap={3} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--edge)" interval={0} />
        <YAxis tick={TICK} tickLine={false} axisLine={false} width={30} allowDecimals={false} />
        <Bar
          dataKey="first"
          fill="var(--soft)"
          stroke="var(--mut)"
          strokeWidth={1.5}
          maxBarSize={30}
          isAnimationActive={false}
        />
        {paired.secondName !== null && (
          <Bar dataKey="second" fill="var(--accent)" maxBarSize={30} isAnimationActive={false}>
            <ErrorBar dataKey="spread" width={5} strokeWidth={1.5} stroke="var(--ink)" direction="y" />
          </Bar>
        )}
      </BarChart>
    </ResponsiveContainer>
  );
}
