"use client";
import { CartesianGrid, ComposedChart, ErrorBar, Line, ResponsiveContainer, Scatter, XAxis, YAxis } from "recharts";
import type { PerformanceChunk } from "@/lib/core/monitoring/monitoring-report";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

/** From 0.5 to 0.8 in tenths, and as far beyond as any figure or its interval reaches: none is cut off. */
function tenths(chunks: readonly PerformanceChunk[]): number[] {
  const shown = chunks.flatMap(({ estimated, realised }) => [
    estimated.auroc ?? 0.5,
    realised?.auroc ?? 0.5,
    ...(realised?.aurocCi95 ?? []),
  ]);
  const from = Math.max(0, Math.floor(Math.min(0.5, ...shown) * 10));
  const to = Math.min(10, Math.ceil(Math.max(0.8, ...shown) * 10));
  return Array.from({ length: to - from + 1 }, (_, step) => (from + step) / 10);
}

/** Estimated AUROC as a dashed line, realised as dots with their intervals, by when the chunk began. */
export default function PerformancePoints({ chunks }: { readonly chunks: readonly PerformanceChunk[] }) {
  const data = chunks.map(({ from, estimated, realised }) => {
    const [value, ci] = [realised?.auroc ?? null, realised?.aurocCi95 ?? null];
    return {
      from,
      estimated: estimated.auroc,
      realised: value,
      spread: value === null || ci === null ? undefined : [value - ci[0], ci[1] - value],
    };
  });
  const ticks = tenths(chunks);
  return (
    <ResponsiveContainer width="100%" height={220} initialDimension={{ width: 640, height: 220 }}>
      <ComposedChart data={data} margin={{ top: 12, right: 24, bottom: 4, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="from"
          tick={TICK}
          tickLine={false}
          stroke="var(--edge)"
          padding={{ left: 24, right: 24 }}
          minTickGap={16}
        />
        <YAxis
          domain={[ticks[0]!, ticks.at(-1)!]}
          ticks={ticks}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={36}
        />
        <Line
          dataKey="estimated"
          stroke="var(--mut)"
          strokeWidth={2}
          strokeDasharray="6 4"
          dot={{ r: 3, fill: "var(--panel)", strokeDasharray: "0" }}
          isAnimationActive={false}
        />
        <Scatter dataKey="realised" fill="var(--accent)" isAnimationActive={false}>
          <ErrorBar
            dataKey="spread"
            direction="y"
            width={5}
            stroke="var(--accent)"
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        </Scatter>
      </ComposedChart>
    </ResponsiveContainer>
  );
}
