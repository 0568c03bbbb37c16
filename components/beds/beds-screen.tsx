"use client";
import { useState } from "react";
import type { BedsActions } from "@/components/beds/beds-actions";
import { BedsLimits } from "@/components/beds/beds-limits";
import { midnightOf } from "@/components/beds/beds-words";
import { BusyList } from "@/components/beds/busy-list";
import { CensusFan, CensusPartsChart } from "@/components/beds/census-pictures";
import { CompareTable } from "@/components/beds/compare-table";
import { ScenarioPanel } from "@/components/beds/scenario-panel";
import { SetBedsDialog } from "@/components/beds/set-beds-dialog";
import { StaffSection } from "@/components/beds/staff-section";
import { groupHref, UnitBedsTable } from "@/components/beds/unit-beds-table";
import { useScenario } from "@/components/beds/use-scenario";
import { Button } from "@/components/ui/button";
import { LinkChoice } from "@/components/ui/link-choice";
import { Notice } from "@/components/ui/notice";
import { PrintedHead } from "@/components/ui/printed-head";
import { areBedsKnown } from "@/lib/core/capacity/beds-known";
import type { CensusForecast } from "@/lib/core/capacity/census";
import { censusCsv } from "@/lib/core/capacity/census-csv";
import type { CensusView } from "@/lib/core/capacity/census-view";
import { fixed } from "@/lib/core/validation/figure-words";

/** Which group is looked at, as it stands in the address. */
export type GroupAsked = Pick<CensusForecast, "kind" | "id">;

interface BedsScreenProps {
  readonly view: CensusView;
  readonly asked: GroupAsked;
  readonly actions: BedsActions;
  /** After beds were changed: everything is read anew. */
  readonly refresh: () => void;
}

/** A fortnight of beds for whoever plans them: a fan, where it may run out, what drives it, and what if. */
export function BedsScreen({ view, asked, actions, refresh }: BedsScreenProps) {
  const { input, asOf, timeZone, facts, maySet } = view;
  const state = useScenario(view);
  const [editing, setEditing] = useState<string | null>(null);
  if (input.units.length === 0)
    return (
      <Notice title="No units" headingLevel={1}>
        Your account has no units yet. Whoever runs Wardlight here can give you some.
      </Notice>
    );
  const find = (all: readonly CensusForecast[]) =>
    all.find(({ kind, id }) => kind === asked.kind && id === asked.id) ?? all[0]!;
  const group = find(state.forecast);
  const unit = group.kind === "unit" ? input.units.find(({ id }) => id === group.id) : undefined;
  const edited = input.units.find(({ id }) => id === editing);
  const choices = state.forecast.map((one) => ({
    key: `${one.kind} ${one.id}`,
    href: groupHref(one),
    name: one.kind === "service" ? `${one.name} (service)` : one.name,
    isChosen: one === group,
  }));
  const csv = () => {
    const options = { scenario: state.words, days: input.days, units: input.units, bedsUnknown: facts.bedsUnknown };
    return censusCsv(state.forecast, options);
  };
  return (
    <>
      <PrintedHead title="Beds ahead" {...{ asOf, timeZone, csv }} fileName={`beds-ahead-${input.days[0]}`} />
      <p className="m-0 mb-3 max-w-[80ch] text-mut">
        Patients on each unit at the next {input.days.length} midnights, as a range of what is likely.
        {maySet && " Who is planned to leave, and who may come back, is under Capacity."}
        {facts.simulated && " Demo: everything here is synthetic."}
      </p>
      {facts.learntAt === null && (
        <div className="mb-3">
          <Notice title="Nothing was learnt of this hospital’s own past yet" tone="warn" role="status">
            That is done within two minutes of the start, once there are patients. Until then nobody unscheduled is
            expected here: numbers beyond the first days are too low.
          </Notice>
        </div>
      )}
      <div className="mb-3">
        <LinkChoice label="Units and services" choices={choices} />
      </div>
      <Figures group={group} days={input.days} />
      <div className="mt-3 grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <section className="card min-w-0 break-inside-avoid" aria-label={`${group.name}, patients at midnight`}>
          <CensusFan {...{ view, group }} asItIs={state.hasScenario ? find(view.forecast) : null} />
          {unit && (
            <p className="m-0 mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              {areBedsKnown(group, input.units, facts.bedsUnknown)
                ? `${unit.service}: ${group.staffedBeds} staffed of ${group.physicalBeds} physical beds.`
                : "Nobody has said how many beds this unit has, so nothing is told of how full it gets."}
              {maySet && (
                <Button look="text" className="print:hidden" onPress={() => setEditing(unit.id)}>
                  Change beds
                </Button>
              )}
            </p>
          )}
        </section>
        <BusyList view={view} forecast={state.forecast} />
      </div>
      <div className="mt-4">
        <ScenarioPanel view={view} state={state} unitId={unit?.id ?? null} />
        {state.hasScenario && (
          <p className="m-0 hidden print:block">
            <span className="font-semibold">Scenario: </span>
            {state.words}
          </p>
        )}
      </div>
      {state.kept.length > 0 && <CompareTable view={view} state={state} group={group} />}
      <section className="card mt-5 break-inside-avoid" aria-label={`${group.name}, where patients come from`}>
        <CensusPartsChart {...{ view, group }} />
      </section>
      {unit && <StaffSection key={unit.id} {...{ view, unit, group, actions, refresh }} />}
      <UnitBedsTable view={view} forecast={state.forecast} shown={group} />
      <BedsLimits view={view} />
      {edited && (
        <SetBedsDialog
          unit={edited}
          said={view.said.find(({ unitId }) => unitId === edited.id) ?? null}
          isKnown={!facts.bedsUnknown.includes(edited.id)}
          {...{ actions, timeZone, refresh }}
          close={() => setEditing(null)}
          saved={() => {
            setEditing(null);
            refresh();
          }}
        />
      )}
    </>
  );
}

/** Tonight, tomorrow night and in a week. */
function Figures({ group, days }: { readonly group: CensusForecast; readonly days: readonly string[] }) {
  return (
    <ul aria-label="Soon" className="m-0 flex list-none flex-wrap gap-x-6 gap-y-1 p-0 text-mut">
      {[0, 1, 6].map((ahead) => {
        const day = group.days[ahead];
        if (!day) return null;
        return (
          <li key={ahead}>
            <b className="text-lg text-ink">{fixed(day.expected, 0)}</b> expected{" "}
            {ahead === 0 ? "tonight" : `at midnight of ${midnightOf(days[ahead] ?? "")}`}, likely {day.low80} to{" "}
            {day.high80}
          </li>
        );
      })}
    </ul>
  );
}
