import { ComparisonTable } from "@/components/models/comparison-table";
import { GateGroups } from "@/components/models/gate-groups";
import { GateTable } from "@/components/models/gate-table";
import { AttritionTable } from "@/components/models/report-tables";
import { Chip } from "@/components/ui/chip";
import { classNames } from "@/components/ui/class-names";
import { Disclosure } from "@/components/ui/disclosure";
import { LocalTime } from "@/components/ui/local-time";
import type { GateReport } from "@/lib/core/gates/gate-report";
import { GATE_VERDICT_WORDS, GATE_WORDS, gateSentence } from "@/lib/core/gates/gate-words";
import { count, percent } from "@/lib/core/validation/figure-words";

const TONES = {
  passes: "border-accent",
  fails: "border-bad bg-bad-bg text-bad",
  "lacks-data": "border-warn bg-warn-bg text-warn",
} as const;

/** One candidate held against the champion: what it came to, why, and the figures. */
export function GateReportView({ report, timeZone }: { readonly report: GateReport; readonly timeZone: string }) {
  const { verdict, gates, cautions, simulated, at, champion, candidate, capacity, withCorrections } = report;
  return (
    <section className="card" aria-labelledby="gates">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="gates" className="m-0 text-lg font-semibold">
          Gates: {candidate.version} against {champion.version}
        </h2>
        <span className="text-sm text-mut">
          <LocalTime at={at} style="day-time" timeZone={timeZone} />
        </span>
        {simulated && <Chip tone="warn">Simulated outcomes</Chip>}
      </div>
      <div className={classNames("mt-3 rounded-xl border-2 px-4 py-3", TONES[verdict])}>
        <h3 className="m-0 text-lg font-semibold">{GATE_VERDICT_WORDS[verdict]}</h3>
        <p className="m-0 mt-1 max-w-[72ch]">{gateSentence(report)}</p>
      </div>
      <GateTable gates={gates} />
      {cautions.length > 0 && (
        <>
          <h3 className="m-0 mt-4 text-base font-semibold">To know beside it</h3>
          <ul className="m-0 mt-1 max-w-[80ch] list-disc pl-5">
            {cautions.map((caution) => (
              <li key={caution}>{caution}</li>
            ))}
          </ul>
        </>
      )}
      <p className="m-0 mt-3 max-w-[80ch] text-sm text-mut">
        Working capacity: {percent(capacity.share, 0)} of stays called, from {capacity.source}.
      </p>
      <div className="mt-3 flex flex-col">
        <Disclosure summary="Figures of both versions">
          <ComparisonTable comparison={report.comparison} label="Figures of both versions, as recorded" />
        </Disclosure>
        {withCorrections !== null && (
          <Disclosure summary={`The same with reviewers’ corrections (${count(withCorrections.correctedStays)} stays)`}>
            <p className="m-0 mb-2 max-w-[80ch] text-sm">
              {withCorrections.otherwise.length === 0
                ? "No gate would have come out otherwise."
                : withCorrections.otherwise
                    .map(
                      ({ title, without, with: righted }) =>
                        `${title}: ${GATE_WORDS[without]} as recorded, ${GATE_WORDS[righted]} with corrections`,
                    )
                    .join(". ")}
            </p>
            <ComparisonTable
              comparison={withCorrections.comparison}
              label="Figures of both versions, with corrections"
            />
          </Disclosure>
        )}
        <Disclosure summary="By group: sex, age, race, ethnicity, payer and language where recorded">
          <GateGroups groups={report.groups} />
        </Disclosure>
        <Disclosure summary="Which stays, and which were left out why">
          <AttritionTable steps={report.attrition} />
        </Disclosure>
      </div>
    </section>
  );
}
