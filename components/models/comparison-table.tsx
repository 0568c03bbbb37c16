import { FigureTable } from "@/components/ui/figure-table";
import type { Comparison } from "@/lib/core/gates/gate-report";
import { count, figureWords, fixed, percent } from "@/lib/core/validation/figure-words";

const per1000 = (value: number | null): string => fixed(value === null ? null : value * 1000, 1);

/** Both versions' figures on the same stays, side by side. */
export function ComparisonTable({ comparison, label }: { readonly comparison: Comparison; readonly label: string }) {
  const { champion, candidate, aurocDifference, logLossDifference, workingThreshold } = comparison;
  const rows = [
    ["AUROC", figureWords(champion.auroc, 3), figureWords(candidate.auroc, 3), figureWords(aurocDifference, 4)],
    ["Log loss", fixed(champion.logLoss, 4), fixed(candidate.logLoss, 4), figureWords(logLossDifference, 4)],
    ["Calibration slope", figureWords(champion.slope, 2), figureWords(candidate.slope, 2), ""],
    ["Observed / expected", figureWords(champion.oe, 2), figureWords(candidate.oe, 2), ""],
    ["ECE", fixed(champion.ece, 4), fixed(candidate.ece, 4), ""],
    ["Brier score", fixed(champion.brier, 4), fixed(candidate.brier, 4), ""],
    [
      `Net benefit per 1,000, from ${percent(workingThreshold)}`,
      per1000(champion.netBenefit),
      per1000(candidate.netBenefit),
      "",
    ],
    ["At “high” and above", count(champion.calls), count(candidate.calls), ""],
  ] as const;
  return (
    <FigureTable
      label={label}
      header={["On the same stays", "Champion", "Candidate", "Candidate less champion"]}
      rows={rows.map((cells) => ({ key: cells[0], cells }))}
    />
  );
}
