import { CalibrationChart } from "@/components/charts/calibration-chart";
import { DecisionChart } from "@/components/charts/decision-chart";
import { CautionList } from "@/components/models/caution-list";
import { AttritionTable, GroupTable, OperatingPointTable } from "@/components/models/report-tables";
import { RuleTable } from "@/components/models/rule-table";
import { VerdictHead } from "@/components/models/verdict-head";
import { Disclosure } from "@/components/ui/disclosure";
import { figureWords, fixed } from "@/lib/core/validation/figure-words";
import type { LocalValidationReport } from "@/lib/core/validation/validation-report";
import { VERDICT_WORDS, verdictSentence } from "@/lib/core/validation/verdict-words";

interface ReportViewProps {
  readonly id: string;
  readonly report: LocalValidationReport;
  readonly newestId: string | null;
  readonly timeZone: string;
}

const TONES = { usable: "good", "do-not-use-here": "bad", "too-few": "open" } as const;

function keyFigures({ discrimination: d, calibration: c, brier }: LocalValidationReport) {
  return [
    ["AUROC, model", figureWords(d.auroc, 3)],
    ["AUROC, LACE", figureWords(d.lace, 3)],
    ["AUROC, HOSPITAL", figureWords(d.hospital, 3)],
    ["Model above LACE", figureWords(d.aboveLace, 3)],
    ["Observed / expected", figureWords(c.oe, 2)],
    ["Calibration slope", figureWords(c.slope, 2)],
    ["Calibration intercept", figureWords(c.intercept, 2)],
    ["ECE, Brier score", `${fixed(c.ece, 4)}, ${fixed(brier, 4)}`],
  ] as const;
}

/** One local validation: the verdict first, then why, then the figures and their pictures. */
export function ReportView({ id, report, newestId, timeZone }: ReportViewProps) {
  const { verdict, rules, cautions, simulated, at } = report;
  return (
    <section className="card" aria-labelledby="report">
      <VerdictHead
        id="report"
        title={id === newestId ? "Newest local validation" : "An earlier local validation"}
        tone={TONES[verdict]}
        verdict={VERDICT_WORDS[verdict]}
        says={verdictSentence(report)}
        {...{ at, timeZone, simulated }}
      >
        <a
          className="quiet-link ml-auto inline-flex items-center text-sm touch:min-h-11 print:hidden"
          href={`/api/v1/models/reports/${id}`}
          target="_blank"
          rel="noopener"
        >
          The whole report as a page
        </a>
      </VerdictHead>
      <RuleTable rules={rules} />
      <CautionList cautions={cautions} />
      <h3 className="m-0 mt-4 mb-1 text-base font-semibold">Key figures</h3>
      <dl className="m-0 grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 sm:grid-cols-[11rem_minmax(0,1fr)]">
        {keyFigures(report).map(([name, words]) => (
          <div key={name} className="contents">
            <dt className="text-mut">{name}</dt>
            <dd className="m-0 max-sm:mb-1">{words}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-6 xl:grid-cols-2">
        <CalibrationChart points={report.calibration.curve} />
        <DecisionChart
          decision={report.decision}
          range={[report.model.operatingPoints.moderate, report.model.operatingPoints["very-high"]]}
        />
      </div>
      <div className="mt-3 flex flex-col">
        <Disclosure summary="Whom calling would have reached">
          <OperatingPointTable points={report.operatingPoints} />
        </Disclosure>
        <Disclosure summary="By group: sex, age, ward, race and ethnicity where recorded">
          <GroupTable groups={report.subgroups} label="Results by group" />
        </Disclosure>
        <Disclosure summary="By when the prediction was stored and what the model knew">
          <GroupTable groups={[...report.timing, ...report.views]} label="Results by time and view" />
        </Disclosure>
        <Disclosure summary="Who was analysed, and who was left out why">
          <AttritionTable steps={report.attrition} />
        </Disclosure>
      </div>
    </section>
  );
}
