"use client";
import type { ReactNode } from "react";
import { CartesianGrid, ComposedChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { endOf, signedLogOdds } from "@/components/charts/shape-function";

const TICK = { fill: "var(--mut)", fontSize: 11.5 };

interface ShapePlaneProps<Point> {
  /** What the number is, and in what unit. */
  readonly axis: string;
  /** Each range's beginning and what is drawn over it, in order. */
  readonly data: readonly Point[];
  readonly height: number;
  readonly children: ReactNode;
}

/** A number against what it adds in log-odds. */
export function ShapePlane<Point extends { readonly x: number }>(props: ShapePlaneProps<Point>) {
  const { axis, height, children } = props;
  const last = props.data.at(-1);
  const data = last === undefined ? [] : [...props.data, { ...last, x: endOf(props.data) }];
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 520, height }}>
      <ComposedChart data={data} margin={{ top: 12, right: 16, bottom: 18, left: 4 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={["dataMin", "dataMax"]}
          tick={TICK}
          tickLine={false}
          stroke="var(--edge)"
          allowDecimals={false}
          label={{ value: axis, position: "insideBottom", offset: -10, fill: "var(--mut)", fontSize: 12 }}
        />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={48}
          tickFormatter={signedLogOdds}
          domain={["auto", "auto"]}
        />
        <ReferenceLine y={0} stroke="var(--edge)" />
        {children}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
