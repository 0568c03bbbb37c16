import { FactList } from "@/components/ui/fact-list";
import { FigureTable } from "@/components/ui/figure-table";
import { MINIMUM_CELL } from "@/lib/core/evaluation/evaluation-report";
import type { MonitoringReport } from "@/lib/core/monitoring/monitoring-report";
import { CHANGE_RULE } from "@/lib/core/monitoring/rate-change";
import { count, figureWords, fixed, percent } from "@/lib/core/validation/figure-words";

const both = (shares: { readonly before: number; readonly now: number } | null): string =>
  shares === null ? "not known yet" : `${percent(shares.now)} last week, ${percent(shares.before)} before`;

/** What stands for more, or fewer, coming back; the log-likelihood ratio beside it, for whoever judges by it. */
function signWords(which: "more" | "fewer", evidence: number): string {
  const { evidence: found } = CHANGE_RULE;
  const sign = evidence >= found ? "Found" : evidence >= found / 2 ? "Some sign" : "No sign";
  return `${which === "more" ? sign : sign.toLowerCase()} that ${which} come back (evidence ${fixed(evidence, 1)}, found from ${fixed(found, 0)} on)`;
}

/** What is watched beside the features. */
export function WatchedFacts({ report }: { readonly report: MonitoringReport }) {
  const { abstained, called, returns, lastPredictionDay, sourceDays } = report;
  return (
    <FactList
      facts={[
        ["No probability", both(abstained)],
        ["Put forward", `${both(called)} (tiers high and very high)`],
        [
          "Returns",
          returns?.now
            ? `${signWords("more", returns.now.more)} by the day they do; ${signWords("fewer", returns.now.fewer)} by ${count(returns.outcomes)} stays whose 30 days are over. Usual here: ${fixed(returns.usual ?? 1, 2)} times as many as expected.`
            : "Compared once the 30 days of those who left within the reference are over and some 200 of them came back.",
        ],
        ["Last prediction", lastPredictionDay ?? "none"],
        [
          "From the EHR",
          `${count(sourceDays)} ${sourceDays === 1 ? "day" : "days"} of what was sent on record. Units, codes and feeds are compared after four weeks.`,
        ],
      ]}
    />
  );
}

/** Whether the model is right for everybody, as far as that can be said. */
export function WatchedGroups({ report }: { readonly report: MonitoringReport }) {
  if (report.groups.length === 0)
    return <p className="m-0 text-mut">Nobody’s outcome is known yet of those this version scored.</p>;
  return (
    <>
      <p className="m-0 mb-1 max-w-[80ch] text-sm text-mut">
        Those who left in the last 180 days and whose 30 days are over. Fewer than {MINIMUM_CELL.rows} stays or{" "}
        {MINIMUM_CELL.positives} readmissions are not judged.
      </p>
      <FigureTable
        label="Outcomes by group"
        header={["Group", "Stays", "Readmitted", "AUROC", "Observed / expected"]}
        rows={report.groups.map(({ variable, level, n, readmissions, auroc, oe }) => ({
          key: `${variable} ${level}`,
          cells: [
            `${variable}: ${level}`,
            count(n),
            count(readmissions),
            auroc.value === null ? "too few to say" : figureWords(auroc, 2),
            oe.value === null ? "too few to say" : figureWords(oe, 2),
          ],
        }))}
      />
    </>
  );
}
