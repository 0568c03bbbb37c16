"use client";
import { ErrorBar, Scatter } from "recharts";
import { CalibrationPlane } from "@/components/charts/calibration-plane";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

/** Tenths of the stays with their intervals, and the line on which they should lie. In percent. */
export default function CalibrationPoints({ points }: { readonly points: readonly CalibrationPoint[] }) {
  const data = points.map(({ expected, observed, ci95 }) => {
    const [low, high] = ci95 ?? [observed, observed];
    return { x: expected * 100, y: observed * 100, spread: [(observed - low) * 100, (high - observed) * 100] };
  });
  return (
    <CalibrationPlane most={Math.max(...data.map(({ x, y, spread }) => Math.max(x, y + (spread[1] ?? 0))))}>
      <Scatter data={data} fill="var(--accent)" isAnimationActive={false}>
        <ErrorBar
          dataKey="spread"
          direction="y"
          width={5}
          stroke="var(--accent)"
          strokeWidth={1.5}
          isAnimationActive={false}
        />
      </Scatter>
    </CalibrationPlane>
  );
}
