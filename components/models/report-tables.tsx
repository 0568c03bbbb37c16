import { FigureTable } from "@/components/ui/figure-table";
import { count, fixed, intervalWords, percent } from "@/lib/core/validation/figure-words";
import type { AttritionStep } from "@/lib/core/validation/validation-input";
import type { GroupResult, OperatingPointResult } from "@/lib/core/validation/validation-report";

/** What calling everybody above each point would have meant. */
export function OperatingPointTable({ points }: { readonly points: readonly OperatingPointResult[] }) {
  return (
    <FigureTable
      label="Whom calling would have reached"
      header={[
        "Call",
        "From",
        "Flagged",
        "Of all stays",
        "Readmitted",
        "Yield (95\u202f% interval)",
        "Of all readmissions",
      ]}
      rows={points.map(({ name, from, flagged, flaggedShare, readmitted, yield: y, found }) => ({
        key: name,
        cells: [
          name,
          from < 1 ? percent(from) : `${from} points`,
          count(flagged),
          percent(flaggedShare),
          count(readmitted),
          `${percent(y.value)} (${percent(y.ci95?.[0] ?? null)} to ${percent(y.ci95?.[1] ?? null)})`,
          percent(found),
        ],
      }))}
    />
  );
}

/** Discrimination and calibration of groups; those too small are said to be so. */
export function GroupTable({ groups, label }: { readonly groups: readonly GroupResult[]; readonly label: string }) {
  return (
    <FigureTable
      label={label}
      header={["Group", "Stays", "Readmitted", "AUROC (95\u202f% interval)", "Observed / expected", "ECE"]}
      rows={groups.map(({ variable, level, n, readmissions, auroc, oe, ece }) => ({
        key: `${variable} ${level}`,
        cells: [
          `${variable}: ${level}`,
          count(n),
          count(readmissions),
          auroc.value === null ? "too few to judge" : `${fixed(auroc.value, 3)} (${intervalWords(auroc.ci95, 3)})`,
          oe.value === null ? "–" : `${fixed(oe.value, 2)} (${intervalWords(oe.ci95, 2)})`,
          fixed(ece, 3),
        ],
      }))}
    />
  );
}

/** From every stay in the database to those analysed. */
export function AttritionTable({ steps }: { readonly steps: readonly AttritionStep[] }) {
  return (
    <FigureTable
      label="Who was analysed"
      header={["Step", "Stays"]}
      rows={steps.flatMap(({ step, stays, leftOut }) => [
        ...leftOut.map(({ reason, stays: out }) => ({
          key: `${step} ${reason}`,
          cells: [<span key="why" className="pl-4 text-mut">{`left out: ${reason}`}</span>, `\u2212${count(out)}`],
        })),
        { key: step, cells: [<strong key="step">{step}</strong>, <strong key="stays">{count(stays)}</strong>] },
      ])}
    />
  );
}
