"use client";
import { useId } from "react";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { PARTS, PartPatterns, type PartsDay, partLook } from "@/components/charts/parts-chart";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

/** The picture: a bar a midnight, its parts on top of each other. */
export default function PartsPlane({ days }: { readonly days: readonly PartsDay[] }) {
  // A colon is no part of a reference to a pattern.
  const id = `parts${useId().replaceAll(/[^a-zA-Z0-9]/g, "")}`;
  const data = days.map(({ label, parts }) => ({ label, ...parts }));
  return (
    <ResponsiveContainer width="100%" height={224} initialDimension={{ width: 720, height: 224 }}>
      <BarChart data={data} margin={{ top: 8, right: 12, bottom: 4, left: 0 }} accessibilityLayer={false}>
        <PartPatterns id={id} />
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--edge)" minTickGap={20} />
        <YAxis tick={TICK} tickLine={false} axisLine={false} width={36} allowDecimals={false} />
        {PARTS.map(({ key, look }) => (
          <Bar
            key={key}
            dataKey={key}
            stackId="parts"
            maxBarSize={38}
            isAnimationActive={false}
            {...partLook(look, id)}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
