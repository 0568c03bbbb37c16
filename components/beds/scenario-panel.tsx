"use client";
import { useState } from "react";
import type { ScenarioState } from "@/components/beds/use-scenario";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import { RangeField } from "@/components/ui/range-field";
import type { CensusView } from "@/lib/core/capacity/census-view";

const without = (all: Readonly<Record<string, number>>, id: string, value: number): Record<string, number> => {
  const { [id]: _, ...others } = all;
  return value === 0 ? others : { ...others, [id]: value };
};
const bedCount = (n: number): string => (n === 1 ? "1 bed" : `${n} beds`);
const dayCount = (n: number): string => (n === 1 ? "1 day" : `${n} days`);

/** What can be tried out: nothing here is done to anybody. */
export function ScenarioPanel({
  view,
  state,
  unitId,
}: {
  readonly view: CensusView;
  readonly state: ScenarioState;
  readonly unitId: string | null;
}) {
  const { scenario, change, reset, keep, canKeep, hasScenario, words } = state;
  const { units } = view.input;
  const [chosen, setChosen] = useState<string | null>(null);
  const unit = units.find(({ id }) => id === (chosen ?? unitId)) ?? units[0];
  return (
    <section className="card print:hidden" aria-labelledby="scenario">
      <h2 id="scenario" className="m-0 text-base font-semibold">
        Try out a scenario
      </h2>
      <p className="m-0 mt-0.5 mb-3 text-sm text-mut">
        Nothing here changes a bed, a booking or a rota. The charts follow at once.
      </p>
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2 xl:grid-cols-3">
        {unit && (
          <>
            <SelectField label="Beds of unit" value={unit.id} onChange={(event) => setChosen(event.target.value)}>
              {units.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
            <RangeField
              label="Close beds"
              {...{ value: scenario.closedBeds[unit.id] ?? 0, from: 0, to: unit.physicalBeds }}
              says={`${bedCount(scenario.closedBeds[unit.id] ?? 0)} of ${unit.physicalBeds}`}
              isDisabled={unit.physicalBeds === 0}
              onChange={(value) => change({ closedBeds: without(scenario.closedBeds, unit.id, value) })}
            />
            <RangeField
              label="Staff more beds"
              {...{ value: scenario.addedStaffedBeds[unit.id] ?? 0, from: 0, to: unit.physicalBeds - unit.staffedBeds }}
              says={`${bedCount(scenario.addedStaffedBeds[unit.id] ?? 0)} more`}
              isDisabled={unit.physicalBeds <= unit.staffedBeds}
              onChange={(value) => change({ addedStaffedBeds: without(scenario.addedStaffedBeds, unit.id, value) })}
            />
          </>
        )}
        <RangeField
          label="Put off planned admissions"
          {...{ value: Math.round(scenario.electivesDelayed * 100), from: 0, to: 100, step: 5 }}
          says={`${Math.round(scenario.electivesDelayed * 100)}\u202f% of them`}
          onChange={(value) => change({ electivesDelayed: value / 100 })}
        />
        <RangeField
          label="Put off by"
          {...{ value: scenario.delayDays, from: 1, to: 28 }}
          says={dayCount(scenario.delayDays)}
          isDisabled={scenario.electivesDelayed === 0}
          onChange={(value) => change({ delayDays: value })}
        />
        <RangeField
          label="Unscheduled admissions"
          {...{ value: scenario.surgeFactor, from: 0.5, to: 2, step: 0.1 }}
          says={scenario.surgeFactor === 1 ? "as forecast" : `× ${scenario.surgeFactor.toFixed(1)}`}
          onChange={(value) => change({ surgeFactor: Math.round(value * 10) / 10 })}
        />
        <RangeField
          label="Changed from day"
          {...{ value: scenario.surgeFrom + 1, from: 1, to: scenario.surgeTo + 1 }}
          says={`day ${scenario.surgeFrom + 1}`}
          isDisabled={scenario.surgeFactor === 1}
          onChange={(value) => change({ surgeFrom: value - 1 })}
        />
        <RangeField
          label="Changed to day"
          {...{ value: scenario.surgeTo + 1, from: scenario.surgeFrom + 1, to: view.input.days.length }}
          says={`day ${scenario.surgeTo + 1}`}
          isDisabled={scenario.surgeFactor === 1}
          onChange={(value) => change({ surgeTo: value - 1 })}
        />
      </div>
      <p role="status" className="m-0 mt-3">
        <span className="font-semibold">Shown: </span>
        {words}
      </p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button onPress={reset} isDisabled={!hasScenario}>
          As it is
        </Button>
        <Button onPress={keep} isDisabled={!canKeep}>
          Keep to compare
        </Button>
      </div>
    </section>
  );
}
