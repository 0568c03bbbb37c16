"use client";
import { Area, Line, ReferenceDot, ReferenceLine } from "recharts";
import { endOf, type ShapeFunction } from "@/components/charts/shape-function";
import { ShapePlane } from "@/components/charts/shape-plane";

/** Where on a curve this patient is; the last range is open, so that it may lie beyond its beginning. */
function placeOf({ points, patientAt }: ShapeFunction) {
  const current = points.find(({ isCurrent }) => isCurrent);
  if (current === undefined) return null;
  return { at: Math.min(Math.max(patientAt ?? current.x, current.x), endOf(points)), added: current.added };
}

/** A number's curve with its band and this patient's place on it. */
export default function ShapeLine({ shape }: { readonly shape: ShapeFunction }) {
  const place = placeOf(shape);
  const data = shape.points.map(({ x, added, low, high }) => ({ x, added, band: [low, high] }));
  return (
    <ShapePlane axis={shape.axis} data={data} height={230}>
      <Area
        type="stepAfter"
        dataKey="band"
        stroke="none"
        fill="var(--mut)"
        fillOpacity={0.24}
        isAnimationActive={false}
        activeDot={false}
      />
      <Line
        type="stepAfter"
        dataKey="added"
        stroke="var(--ink)"
        strokeWidth={2}
        dot={false}
        isAnimationActive={false}
        activeDot={false}
      />
      {place && <ReferenceLine x={place.at} stroke="var(--accent)" strokeDasharray="3 3" />}
      {place && (
        <ReferenceDot x={place.at} y={place.added} r={6} fill="var(--accent)" stroke="var(--panel)" strokeWidth={2} />
      )}
    </ShapePlane>
  );
}
