"use client";
import { dayLabel } from "@/components/capacity/day-label";
import { FlowLimits } from "@/components/capacity/flow-limits";
import { FlowSummary } from "@/components/capacity/flow-summary";
import { UnitTable } from "@/components/capacity/unit-table";
import { PairedDaysChart } from "@/components/charts/paired-days-chart";
import { LinkChoice } from "@/components/ui/link-choice";
import { Notice } from "@/components/ui/notice";
import { PrintedHead } from "@/components/ui/printed-head";
import { flowCsv } from "@/lib/core/flow/flow-csv";
import type { PatientFlowView } from "@/lib/core/flow/patient-flow";
import { bedsOf, hasEstimate } from "@/lib/core/flow/unit-facts";

const linkTo = (id: string | null): string => (id === null ? "/capacity" : `/capacity?unit=${encodeURIComponent(id)}`);

/** The week ahead for whoever plans beds: a picture with its table, every unit, and what it does not say. */
export function CapacityScreen({ flow }: { readonly flow: PatientFlowView }) {
  const { units, all, wardId, silentBecause, days, asOf, timeZone } = flow;
  if (units.length === 0) {
    return (
      <Notice title="No units" headingLevel={1}>
        Your account has no units yet. Whoever runs Wardlight here can give you some.
      </Notice>
    );
  }
  const shown = units.find(({ unit }) => unit?.id === wardId) ?? (units.length === 1 ? units[0]! : all);
  const title = `The next 7 days, ${shown.unit?.name ?? "all my units"}`;
  const choices = [null, ...units.map(({ unit }) => unit)].map((unit) => ({
    key: unit?.id ?? "all",
    href: linkTo(unit?.id ?? null),
    name: unit?.name ?? "All my units",
    isChosen: (unit?.id ?? null) === wardId,
  }));
  return (
    <>
      <PrintedHead
        title="Capacity"
        {...{ asOf, timeZone }}
        fileName={`capacity-${days[0] ?? "ahead"}`}
        csv={() => flowCsv(flow)}
      />
      <p className="m-0 mb-3 max-w-[80ch] text-mut">
        Who is planned to leave within 7 days, and how many of those who left may come back. How many patients to expect
        at midnight, and whether beds and nurses are enough, is under Beds ahead.
      </p>
      {units.length > 1 && (
        <div className="mb-3">
          <LinkChoice label="Units" choices={choices} />
        </div>
      )}
      <FlowSummary flow={shown} beds={bedsOf(shown, units)} />
      {silentBecause !== null && (
        <div className="mb-3.5">
          <Notice title="No readmissions are shown" headingLevel={2}>
            {silentBecause} Who is expected to leave is shown below.
          </Notice>
        </div>
      )}
      <section className="card" aria-labelledby="week">
        <h2 id="week" className="m-0 mb-2 text-base font-semibold">
          {title}
        </h2>
        <PairedDaysChart
          paired={{
            title,
            firstName: "Stays expected to leave",
            secondName: silentBecause === null ? "Readmissions expected" : null,
            intervalName: "80 % interval",
            days: days.map((day, ahead) => ({
              day,
              label: dayLabel(day, ahead),
              first: shown.leaving.days[ahead] ?? 0,
              second: (hasEstimate(shown) && shown.returning?.days[ahead]) || null,
            })),
          }}
        />
      </section>
      {units.length > 1 && (
        <section className="mt-5" aria-labelledby="units">
          <h2 id="units" className="m-0 mb-1.5 text-base font-semibold">
            By unit
          </h2>
          <UnitTable flow={flow} />
        </section>
      )}
      <FlowLimits flow={flow} />
    </>
  );
}
