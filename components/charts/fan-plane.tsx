"use client";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { FAN_LINES, type Fan } from "@/components/charts/fan-chart";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };
const STILL = { isAnimationActive: false, connectNulls: false } as const;

const STEPS = [1, 2, 3, 4, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 500];

/** Four even steps that reach a little above the highest value. */
function ticksUpTo(highest: number): number[] {
  const wanted = (highest * 1.03) / 4;
  const step = STEPS.find((one) => one >= wanted) ?? Math.ceil(wanted / 500) * 500;
  return [0, 1, 2, 3, 4].map((times) => times * step);
}

/** The picture of a fan: where today begins the counted line goes over into the median. */
export default function FanPlane({ fan }: { readonly fan: Fan }) {
  const { days, staffedBeds, physicalBeds } = fan;
  const type = fan.words?.line ?? "linear";
  const lastCounted = days.findLastIndex(({ counted }) => counted !== null);
  const data = days.map(({ label, counted, told, asItIs, there }, at) => {
    // The fan opens at what was counted last, so that the two meet.
    const meets = at === lastCounted && counted !== null;
    return {
      ...{ label, counted, there, asItIs: meets ? counted : asItIs },
      median: told?.median ?? (meets ? counted : null),
      band80: told ? [told.low80, told.high80] : meets ? [counted, counted] : null,
      band95: told ? [told.low95, told.high95] : meets ? [counted, counted] : null,
    };
  });
  const highest = Math.max(
    ...[physicalBeds ?? 0, staffedBeds ?? 0],
    ...days.map(({ counted, told, there }) => Math.max(counted ?? 0, told?.high95 ?? 0, there ?? 0)),
  );
  const ticks = ticksUpTo(highest);
  const hasScenario = days.some(({ asItIs }) => asItIs !== null);
  return (
    <ResponsiveContainer width="100%" height={288} initialDimension={{ width: 720, height: 288 }}>
      <ComposedChart data={data} margin={{ top: 12, right: 12, bottom: 4, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="label" tick={TICK} tickLine={false} stroke="var(--edge)" minTickGap={28} />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={36}
          allowDecimals={false}
          ticks={ticks}
          domain={[0, ticks.at(-1) ?? 4]}
        />
        <Area type={type} dataKey="band95" fill="var(--accent)" fillOpacity={0.14} stroke="none" {...STILL} />
        <Area type={type} dataKey="band80" fill="var(--accent)" fillOpacity={0.24} stroke="none" {...STILL} />
        {staffedBeds !== null && (
          <ReferenceLine y={staffedBeds} stroke={FAN_LINES.staffed.stroke} strokeDasharray={FAN_LINES.staffed.dashes} />
        )}
        {physicalBeds !== null && (
          <ReferenceLine
            y={physicalBeds}
            stroke={FAN_LINES.physical.stroke}
            strokeDasharray={FAN_LINES.physical.dashes}
          />
        )}
        {hasScenario && (
          <Line
            dataKey="asItIs"
            stroke={FAN_LINES.asItIs.stroke}
            strokeDasharray={FAN_LINES.asItIs.dashes}
            strokeWidth={1.5}
            dot={false}
            {...STILL}
          />
        )}
        {fan.thereName && (
          <Line
            dataKey="there"
            type="step"
            stroke={FAN_LINES.there.stroke}
            strokeDasharray={FAN_LINES.there.dashes}
            strokeWidth={1.5}
            dot={false}
            {...STILL}
          />
        )}
        <Line dataKey="counted" stroke="var(--ink)" strokeWidth={2} dot={false} {...STILL} />
        <Line type={type} dataKey="median" stroke="var(--accent)" strokeWidth={2} dot={false} {...STILL} />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
