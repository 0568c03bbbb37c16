import { FigureTable } from "@/components/ui/figure-table";
import { Notice } from "@/components/ui/notice";
import { programmeQuestion, type TreatmentReport } from "@/lib/core/retraining/treated-stays";
import { count, fixed, percent } from "@/lib/core/validation/figure-words";

const TIER_WORDS: Readonly<Record<string, string>> = {
  "very-high": "Very high",
  high: "High",
  moderate: "Moderate",
  low: "Low",
  "not shown": "No tier was stored in time",
};
const ORDER = Object.keys(TIER_WORDS);

/** What was done for whom, and how far that changes what the figures say. */
export function TreatmentReportView({
  version,
  report,
}: {
  readonly version: string;
  readonly report: TreatmentReport;
}) {
  const byTier = [...report.byTier].sort((a, b) => ORDER.indexOf(a.tier) - ORDER.indexOf(b.tier));
  const { sensitivity } = report;
  return (
    <div>
      <h3 className="m-0 mt-4 text-base font-semibold">Treated stays</h3>
      <p className="m-0 mt-1 max-w-[72ch] text-sm text-mut">
        Stays for which a call, visit, review, referral or appointment was noted before the 30 days were over. All of
        them are learnt from.
      </p>
      <FigureTable
        label={`Treated stays by tier, version ${version}`}
        header={["Tier then", "Stays", "Treated", "Readmitted of treated", "Readmitted of the others"]}
        rows={byTier.map(({ tier, stays, treated, eventsTreated, eventsUntreated }) => ({
          key: tier,
          cells: [
            TIER_WORDS[tier] ?? tier,
            count(stays),
            percent(treated / stays),
            treated > 0 ? percent(eventsTreated / treated) : "–",
            stays > treated ? percent(eventsUntreated / (stays - treated)) : "–",
          ],
        }))}
      />
      {sensitivity !== null && (
        <>
          <FigureTable
            label={`Sensitivity to treatment, version ${version}`}
            header={["Way of looking", "Stays", "Worth (stays)", "AUROC", "Observed / expected", "Slope"]}
            rows={(
              [
                ["Treated stays kept, as trained", sensitivity.kept],
                ["As if nobody had been treated (weighted)", sensitivity.weighted],
                ["Treated stays left out (comparison only)", sensitivity.excluded],
              ] as const
            ).map(([name, of]) => ({
              key: name,
              cells: [
                name,
                count(of.stays),
                count(Math.round(of.effectiveStays)),
                fixed(of.auroc, 3),
                fixed(of.observedOverExpected, 2),
                fixed(of.calibrationSlope, 2),
              ],
            }))}
          />
          <p className="m-0 max-w-[72ch] text-sm text-mut">
            Overlap of treated and untreated: {sensitivity.overlap.verdict === "enough" ? "enough" : "too little"}.
            Largest difference {fixed(sensitivity.overlap.differenceBefore, 2)} standard deviations before weighting,{" "}
            {fixed(sensitivity.overlap.differenceAfter, 2)} after (0.10 is asked for); one stay stands for at most{" "}
            {fixed(sensitivity.overlap.largestWeight, 1)}.
          </p>
          <FigureTable
            label={`Chance of being treated, version ${version}`}
            header={["Chance of being treated", "Treated", "Untreated"]}
            rows={sensitivity.overlap.bands.map(({ from, treated, untreated }) => ({
              key: String(from),
              cells: [
                `${Math.round(100 * from)} to ${Math.round(100 * from) + 10} %`,
                count(treated),
                count(untreated),
              ],
            }))}
          />
        </>
      )}
      <div className="mt-2">
        <Notice title="If calibration fell: did the programme work?" headingLevel={3}>
          {programmeQuestion(report)}
        </Notice>
      </div>
    </div>
  );
}
