"use client";
import { Line } from "recharts";
import { OVERLAY_STYLES } from "@/components/charts/overlay-legend";
import { ShapePlane } from "@/components/charts/shape-plane";
import type { OverlaidShape } from "@/lib/core/model/overlay-shapes";

/** A number's curve in two versions. */
export default function OverlayShapeLine({ shape }: { readonly shape: OverlaidShape }) {
  const data = shape.values.flatMap(({ x, ...rest }) => (x === null ? [] : [{ ...rest, x }]));
  return (
    <ShapePlane axis={shape.axis} data={data} height={220}>
      {(["first", "second"] as const).map((side) => (
        <Line
          key={side}
          type="stepAfter"
          dataKey={side}
          stroke={OVERLAY_STYLES[side].stroke}
          strokeWidth={OVERLAY_STYLES[side].width}
          strokeDasharray={OVERLAY_STYLES[side].dashes}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
      ))}
    </ShapePlane>
  );
}
