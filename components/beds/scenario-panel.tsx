"use client";
import { useId, useState } from "react";
import type { ScenarioState } from "@/components/beds/use-scenario";
import { Button } from "@/components/ui/button";
import { SelectField } from "@/components/ui/field";
import type { CensusView } from "@/lib/core/capacity/census-view";
import type { Scenario } from "@/lib/core/capacity/scenario";

interface RangeProps {
  readonly label: string;
  readonly value: number;
  /** The value in words. */
  readonly says: string;
  readonly from: number;
  readonly to: number;
  readonly step?: number;
  readonly isDisabled?: boolean;
  readonly onChange: (value: number) => void;
}

/** A slider with its value beside its name. */
function Range({ label, value, says, from, to, step = 1, isDisabled = false, onChange }: RangeProps) {
  const id = useId();
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-2">
        <label htmlFor={id} className="font-semibold">
          {label}
        </label>
        <span aria-hidden="true" className="text-mut">
          {says}
        </span>
      </div>
      <input
        type="range"
        id={id}
        min={from}
        max={to}
        step={step}
        value={value}
        disabled={isDisabled}
        aria-valuetext={says}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className="h-8 w-full accent-[var(--accent)] touch:h-11"
      />
    </div>
  );
}

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
  const surge = (part: Partial<Scenario>) => change(part);
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
            <Range
              label="Close beds"
              {...{ value: scenario.closedBeds[unit.id] ?? 0, from: 0, to: unit.physicalBeds }}
              says={`${bedCount(scenario.closedBeds[unit.id] ?? 0)} of ${unit.physicalBeds}`}
              isDisabled={unit.physicalBeds === 0}
              onChange={(value) => change({ closedBeds: without(scenario.closedBeds, unit.id, value) })}
            />
            <Range
              label="Staff more beds"
              {...{ value: scenario.addedStaffedBeds[unit.id] ?? 0, from: 0, to: unit.physicalBeds - unit.staffedBeds }}
              says={`${bedCount(scenario.addedStaffedBeds[unit.id] ?? 0)} more`}
              isDisabled={unit.physicalBeds <= unit.staffedBeds}
              onChange={(value) => change({ addedStaffedBeds: without(scenario.addedStaffedBeds, unit.id, value) })}
            />
          </>
        )}
        <Range
          label="Put off booked admissions"
          {...{ value: Math.round(scenario.electivesDelayed * 100), from: 0, to: 100, step: 5 }}
          says={`${Math.round(scenario.electivesDelayed * 100)}\u202f% of them`}
          onChange={(value) => change({ electivesDelayed: value / 100 })}
        />
        <Range
          label="Put off by"
          {...{ value: scenario.delayDays, from: 1, to: 28 }}
          says={dayCount(scenario.delayDays)}
          isDisabled={scenario.electivesDelayed === 0}
          onChange={(value) => change({ delayDays: value })}
        />
        <Range
          label="Unscheduled admissions"
          {...{ value: scenario.surgeFactor, from: 0.5, to: 2, step: 0.1 }}
          says={scenario.surgeFactor === 1 ? "as forecast" : `× ${scenario.surgeFactor.toFixed(1)}`}
          onChange={(value) => surge({ surgeFactor: Math.round(value * 10) / 10 })}
        />
        <Range
          label="Changed from day"
          {...{ value: scenario.surgeFrom + 1, from: 1, to: scenario.surgeTo + 1 }}
          says={`day ${scenario.surgeFrom + 1}`}
          isDisabled={scenario.surgeFactor === 1}
          onChange={(value) => surge({ surgeFrom: value - 1 })}
        />
        <Range
          label="Changed to day"
          {...{ value: scenario.surgeTo + 1, from: scenario.surgeFrom + 1, to: view.input.days.length }}
          says={`day ${scenario.surgeTo + 1}`}
          isDisabled={scenario.surgeFactor === 1}
          onChange={(value) => surge({ surgeTo: value - 1 })}
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
