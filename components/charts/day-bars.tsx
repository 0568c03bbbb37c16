"use client";
import { Bar, BarChart, CartesianGrid, ErrorBar, ResponsiveContainer, XAxis, YAxis } from "recharts";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };
const HEIGHT = 158;

interface DayBarsProps {
  readonly days: readonly {
    readonly label: string;
    readonly count: number;
    readonly low?: number;
    readonly high?: number;
  }[];
  /** Hollow for what is counted, filled for what is expected: told apart without colour. */
  readonly look: "hollow" | "filled";
}

/** One bar a day, with a line where there is an interval. */
export default function DayBars({ days, look }: DayBarsProps) {
  const data = days.map(({ label, count, low, high }) => ({
    label,
    count,
    spread: low === undefined || high === undefined ? null : [Math.max(0, count - low), Math.max(0, high - count)],
  }));
  const fill =
    look === "hollow" ? { fill: "var(--soft)", stroke: "var(--mut)", strokeWidth: 1.5 } : { fill: "var(--accent)" };
  return (
    <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 560, height: HEIGHT }}>
      <BarChart data={data} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" height={34} tick={<DayTick />} tickLine={false} stroke="var(--edge)" interval={0} />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={28}
          allowDecimals={false}
          domain={[0, (most: number) => (most > 4 ? Math.ceil(most / 5) * 5 : Math.max(2, Math.ceil(most)))]}
        />
        <Bar dataKey="count" maxBarSize={34} isAnimationActive={false} {...fill}>
          <ErrorBar dataKey="spread" width={5} strokeWidth={1.5} stroke="var(--ink)" direction="y" />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}

/** "Sun" over "22": seven of them fit on a phone. */
function DayTick({
  x,
  y,
  payload,
}: {
  readonly x?: number;
  readonly y?: number;
  readonly payload?: { value: string };
}) {
  const [weekday, date] = (payload?.value ?? "").split(" ");
  return (
    <text x={x} y={y} textAnchor="middle" {...TICK}>
      <tspan x={x} dy="0.9em">
        {weekday}
      </tspan>
      <tspan x={x} dy="1.15em">
        {date}
      </tspan>
    </text>
  );
}
