"use client";
import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { ToldDay } from "@/lib/core/demand/forecast-accuracy";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

interface DotProps {
  readonly cx?: number;
  readonly cy?: number;
  readonly payload?: { readonly came: number | null; readonly isOut: boolean };
}

/** Days within the 95 % interval are filled circles, others diamonds with a rim: told apart without colour. */
function CameDot({ cx = 0, cy = 0, payload }: DotProps) {
  if (payload === undefined || payload.came === null) return null;
  if (payload.isOut)
    return <path d={`M${cx} ${cy - 6}l6 6l-6 6l-6 -6z`} fill="var(--bg)" stroke="var(--ink)" strokeWidth={2} />;
  return <circle cx={cx} cy={cy} r={3.5} fill="var(--ink)" />;
}

export default function ToldDaysPoints({ days }: { readonly days: readonly ToldDay[] }) {
  const data = days.map(({ day, came, point, naive, interval80, interval95: [low, high] }) => ({
    label: SHORT.format(new Date(`${day}T12:00:00Z`)),
    ...{ came, point, naive, interval80 },
    isOut: came !== null && (came < low || came > high),
  }));
  return (
    <ResponsiveContainer width="100%" height={288} initialDimension={{ width: 720, height: 288 }}>
      <ComposedChart data={data} margin={{ top: 12, right: 16, bottom: 4, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="label"
          tick={TICK}
          tickLine={false}
          stroke="var(--edge)"
          minTickGap={28}
          padding={{ left: 8, right: 8 }}
        />
        <YAxis type="number" domain={[0, "auto"]} tick={TICK} tickLine={false} axisLine={false} width={40} />
        <Area dataKey="interval80" fill="var(--accent)" fillOpacity={0.12} stroke="none" isAnimationActive={false} />
        <Line
          dataKey="naive"
          stroke="var(--mut)"
          strokeWidth={1.5}
          strokeDasharray="4 4"
          dot={false}
          isAnimationActive={false}
        />
        <Line dataKey="point" stroke="var(--accent)" strokeWidth={2} dot={false} isAnimationActive={false} />
        <Line
          dataKey="came"
          stroke="none"
          dot={<CameDot />}
          activeDot={false}
          connectNulls={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
