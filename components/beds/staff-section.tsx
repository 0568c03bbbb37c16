"use client";
import { useRef, useState } from "react";
import type { BedsActions } from "@/components/beds/beds-actions";
import { ruleWords } from "@/components/beds/beds-words";
import { RotaForm } from "@/components/beds/rota-form";
import { SetRulesDialog, type StaffingStands } from "@/components/beds/set-rules-dialog";
import { StaffTable } from "@/components/beds/staff-table";
import { Button } from "@/components/ui/button";
import { LocalTime } from "@/components/ui/local-time";
import type { CensusForecast, CensusUnit } from "@/lib/core/capacity/census";
import type { CensusView } from "@/lib/core/capacity/census-view";

const NO_STAFFING: StaffingStands = { rules: [], acuity: null };

interface StaffSectionProps {
  readonly view: CensusView;
  readonly unit: CensusUnit;
  readonly group: CensusForecast;
  readonly actions: BedsActions;
  /** After rules or rota were changed: everything is read anew. */
  readonly refresh: () => void;
}

/** Nurses of one unit: by which rules, how many its patients ask for, who is on the rota; all of it can be changed. */
export function StaffSection({ view, unit, group, actions, refresh }: StaffSectionProps) {
  const [changing, setChanging] = useState<"rules" | "rota" | null>(null);
  const said = view.staffing.find(({ unitId }) => unitId === unit.id);
  const staffing = said && said.rules.length > 0 ? said : undefined;
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that opened the rota is gone while it is open, and the form when it is closed: neither can keep the focus.
  const close = () => {
    if (changing === "rota") heading.current?.focus();
    setChanging(null);
  };
  const form = {
    ...{ actions, close, refresh },
    saved: () => {
      close();
      refresh();
    },
  };
  return (
    <section className="mt-5" aria-labelledby="staff">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="staff" ref={heading} tabIndex={-1} className="m-0 text-base font-semibold">
          Nurses, {unit.name}
        </h2>
        {view.maySet && changing !== "rota" && (
          <span className="flex flex-wrap gap-x-3 print:hidden">
            <Button look="text" onPress={() => setChanging("rules")}>
              {staffing ? "Change rules" : "Set staffing rules"}
            </Button>
            {staffing && (
              <Button
                look="text"
                onPress={() => {
                  setChanging("rota");
                  heading.current?.focus();
                }}
              >
                Change the rota
              </Button>
            )}
          </span>
        )}
      </div>
      {staffing ? (
        <p className="m-0 max-w-[80ch] text-sm text-mut">
          Needed for the median census, and to the one reached on one midnight in ten; then how many are on the rota.
          All shifts of a day are by the midnight that ends it; by day there may be more. As this unit is staffed:{" "}
          {staffing.rules.map(ruleWords).join("; ")}.{" "}
          {staffing.acuity === null ? (
            "How much care patients need is not taken into account: nobody has said, and nothing Wardlight holds tells it."
          ) : (
            <>
              Patients are taken to need {staffing.acuity.weight} times the care these rules were set for, on all days (
              {staffing.acuity.source}; said{" "}
              <LocalTime at={staffing.acuity.at} style="day-time" timeZone={view.timeZone} />
              ).
            </>
          )}
        </p>
      ) : (
        <p className="m-0 max-w-[80ch] text-mut">
          Nobody has said by which rules this unit is staffed, so nothing is told of its nurses.
        </p>
      )}
      {staffing &&
        (changing === "rota" ? (
          <RotaForm unitName={unit.name} days={view.input.days} staffing={staffing} {...form} />
        ) : (
          <StaffTable days={view.input.days} staffing={staffing} group={group} />
        ))}
      {changing === "rules" && (
        <SetRulesDialog
          {...{ unit, timeZone: view.timeZone, ...form }}
          said={view.said.find(({ unitId }) => unitId === unit.id) ?? null}
          stands={said ?? NO_STAFFING}
        />
      )}
    </section>
  );
}
