import { CautionList } from "@/components/models/caution-list";
import { ComparisonTable } from "@/components/models/comparison-table";
import { GateGroups } from "@/components/models/gate-groups";
import { GateTable } from "@/components/models/gate-table";
import { AttritionTable } from "@/components/models/report-tables";
import { VerdictHead } from "@/components/models/verdict-head";
import { Disclosure } from "@/components/ui/disclosure";
import type { GateReport } from "@/lib/core/gates/gate-report";
import { GATE_VERDICT_WORDS, GATE_WORDS, gateSentence } from "@/lib/core/gates/gate-words";
import { count, percent } from "@/lib/core/validation/figure-words";

const TONES = { passes: "good", fails: "bad", "lacks-data": "open" } as const;

/** One candidate held against the champion: what it came to, why, and the figures. */
export function GateReportView({ report, timeZone }: { readonly report: GateReport; readonly timeZone: string }) {
  const { verdict, gates, cautions, simulated, at, champion, candidate, capacity, composite, withCorrections } = report;
  return (
    <section className="card" aria-labelledby="gates">
      <VerdictHead
        id="gates"
        title={`Gates: ${candidate.version} against ${champion.version}`}
        tone={TONES[verdict]}
        verdict={GATE_VERDICT_WORDS[verdict]}
        says={gateSentence(report)}
        {...{ at, timeZone, simulated }}
      />
      <GateTable gates={gates} />
      <CautionList cautions={cautions} />
      <p className="m-0 mt-3 max-w-[80ch] text-sm text-mut">
        Working capacity: {percent(capacity.share, 0)} of stays called, from {capacity.source}.
      </p>
      <div className="mt-3 flex flex-col">
        <Disclosure summary="Figures of both versions">
          <ComparisonTable comparison={report.comparison} label="Figures of both versions, as recorded" />
        </Disclosure>
        {composite && (
          <Disclosure
            summary={`The same with “readmitted or died” as the outcome (${count(composite.readmissions)} events)`}
          >
            <p className="m-0 mb-2 max-w-[80ch] text-sm">
              No gate is decided on this: both versions predict {report.target}. A version that looks better only
              because patients died shows here.
            </p>
            <ComparisonTable comparison={composite} label="Figures of both versions, readmitted or died" />
          </Disclosure>
        )}
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
