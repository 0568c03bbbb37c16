"use client";
import { Scatter } from "recharts";
import { CalibrationPlane } from "@/components/charts/calibration-plane";
import { OVERLAY_STYLES } from "@/components/charts/overlay-legend";
import type { CalibrationPoint } from "@/lib/core/validation/validation-report";

const toData = (points: readonly CalibrationPoint[]) =>
  points.map(({ expected, observed }) => ({ x: expected * 100, y: observed * 100 }));

const lineOf = ({ stroke, width, dashes }: (typeof OVERLAY_STYLES)["first" | "second"]) => ({
  stroke,
  strokeWidth: width,
  strokeDasharray: dashes,
});

/** Tenths of the same stays by two versions, joined by lines, and the line on which they should lie. In percent. */
export default function OverlayCalibrationPoints({
  first,
  second,
}: {
  readonly first: readonly CalibrationPoint[];
  readonly second: readonly CalibrationPoint[];
}) {
  const [a, b] = [toData(first), toData(second)];
  return (
    <CalibrationPlane most={Math.max(...[...a, ...b].map(({ x, y }) => Math.max(x, y)))}>
      <Scatter
        data={a}
        fill="var(--mut)"
        shape="diamond"
        line={lineOf(OVERLAY_STYLES.first)}
        isAnimationActive={false}
      />
      <Scatter data={b} fill="var(--accent)" line={lineOf(OVERLAY_STYLES.second)} isAnimationActive={false} />
    </CalibrationPlane>
  );
}
