"use client";
import { memo } from "react";
import { midnightOf } from "@/components/beds/beds-words";
import { toFan } from "@/components/beds/to-fan";
import { FanChart } from "@/components/charts/fan-chart";
import { PartsChart } from "@/components/charts/parts-chart";
import type { CensusForecast } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";

// Drawn anew when a forecast is another one, not whenever a slider moves: pictures cost more than everything else.

interface CensusFanProps {
  readonly view: CensusView;
  readonly group: CensusForecast;
  /** The same group without the scenario; null where there is none. */
  readonly asItIs: CensusForecast | null;
}

/** A group's past and next midnights. */
export const CensusFan = memo(function CensusFan({ view, group, asItIs }: CensusFanProps) {
  return <FanChart fan={toFan(view, group, asItIs)} />;
});

/** Where a group's patients come from. */
export const CensusPartsChart = memo(function CensusPartsChart({
  view: { input },
  group,
}: Omit<CensusFanProps, "asItIs">) {
  return (
    <PartsChart
      title={`What drives it, ${group.name}`}
      days={group.days.map(({ parts }, at) => ({
        day: input.days[at] ?? "",
        label: midnightOf(input.days[at] ?? ""),
        parts,
      }))}
    />
  );
});
