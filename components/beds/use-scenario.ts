"use client";
import { useDeferredValue, useMemo, useState } from "react";
import { type CensusForecast, forecastCensus } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { changedSince, scenarioOn } from "@/lib/core/capacity/changed-since";
import { NO_SCENARIO, type Scenario, underScenario } from "@/lib/core/capacity/scenario";
import { isChanged, scenarioWords } from "@/lib/core/capacity/scenario-words";

/** A scenario put by to be held against others, with what the hospital was like then. */
interface Kept {
  readonly key: number;
  readonly scenario: Scenario;
  readonly view: CensusView;
}

/** A scenario put by, under what is known of the hospital now. */
export interface KeptScenario {
  readonly key: number;
  readonly name: string;
  readonly scenario: Scenario;
  readonly forecast: readonly CensusForecast[];
  /** What is otherwise than when it was put by, in sentences. */
  readonly changedSince: readonly string[];
}

/** More than these stand beside each other badly. */
const MOST_KEPT = 4;

const unitNamer = (view: CensusView) => {
  const names = new Map(view.input.units.map(({ id, name }) => [id, name]));
  return (unitId: string): string => names.get(unitId) ?? unitId;
};

/** What is tried out, worked out anew in the browser: no patient can be told from what it is worked out from. */
export function useScenario(view: CensusView) {
  const [scenario, setScenario] = useState<Scenario>(NO_SCENARIO);
  const [putBy, setPutBy] = useState<readonly Kept[]>([]);
  // A slider that is dragged moves at once; the charts follow as fast as they can.
  const tried = useDeferredValue(scenario);
  const hasScenario = isChanged(tried);
  const forecast = useMemo(
    () => (hasScenario ? forecastCensus(underScenario(view.input, tried)) : view.forecast),
    [view, tried, hasScenario],
  );
  const nameOf = unitNamer(view);
  const words = scenarioWords(tried, nameOf);
  // Beds are changed and days pass while scenarios wait: each is worked out on the hospital as it is by now.
  const kept = useMemo(
    () =>
      putBy.map((one): KeptScenario => {
        const scenario = scenarioOn(one.scenario, one.view, view);
        return {
          name: scenarioWords(scenario, unitNamer(view)),
          ...{ key: one.key, scenario },
          forecast: forecastCensus(underScenario(view.input, scenario)),
          changedSince: changedSince(one.view, view),
        };
      }),
    [view, putBy],
  );
  const canKeep = hasScenario && kept.length < MOST_KEPT && !kept.some(({ name }) => name === words);
  return {
    ...{ scenario, forecast, hasScenario, words, kept, canKeep, nameOf },
    change: (part: Partial<Scenario>) => setScenario((now) => ({ ...now, ...part })),
    reset: () => setScenario(NO_SCENARIO),
    keep: () =>
      setPutBy((all) => [...all, { key: 1 + Math.max(0, ...all.map(({ key }) => key)), scenario: tried, view }]),
    drop: (one: KeptScenario) => setPutBy((all) => all.filter(({ key }) => key !== one.key)),
    take: ({ scenario: one }: KeptScenario) => setScenario(one),
  };
}

export type ScenarioState = ReturnType<typeof useScenario>;
