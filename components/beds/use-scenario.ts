"use client";
import { useDeferredValue, useMemo, useState } from "react";
import { type CensusForecast, forecastCensus } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { NO_SCENARIO, type Scenario, underScenario } from "@/lib/core/capacity/scenario";
import { isChanged, scenarioWords } from "@/lib/core/capacity/scenario-words";

/** A scenario put by to be held against others. */
export interface KeptScenario {
  readonly name: string;
  readonly scenario: Scenario;
  readonly forecast: readonly CensusForecast[];
}

/** More than these stand beside each other badly. */
const MOST_KEPT = 4;

/** What is tried out, worked out anew in the browser: no patient can be told from what it is worked out from. */
export function useScenario(view: CensusView) {
  const [scenario, setScenario] = useState<Scenario>(NO_SCENARIO);
  const [kept, setKept] = useState<readonly KeptScenario[]>([]);
  // A slider that is dragged moves at once; the charts follow as fast as they can.
  const tried = useDeferredValue(scenario);
  const hasScenario = isChanged(tried);
  const forecast = useMemo(
    () => (hasScenario ? forecastCensus(underScenario(view.input, tried)) : view.forecast),
    [view, tried, hasScenario],
  );
  const nameOf = (unitId: string): string => view.input.units.find(({ id }) => id === unitId)?.name ?? unitId;
  const words = scenarioWords(tried, nameOf);
  const canKeep = hasScenario && kept.length < MOST_KEPT && !kept.some(({ name }) => name === words);
  return {
    ...{ scenario, forecast, hasScenario, words, kept, canKeep, nameOf },
    change: (part: Partial<Scenario>) => setScenario((now) => ({ ...now, ...part })),
    reset: () => setScenario(NO_SCENARIO),
    keep: () => setKept((all) => [...all, { name: words, scenario: tried, forecast }]),
    drop: (name: string) => setKept((all) => all.filter((one) => one.name !== name)),
    take: ({ scenario: one }: KeptScenario) => setScenario(one),
  };
}

export type ScenarioState = ReturnType<typeof useScenario>;
