import type { FeatureSpec } from "@/lib/core/features/feature-spec";
import { levelLabel, rangeLabel } from "@/lib/core/features/feature-words";
import { REST, toCells } from "@/lib/core/monitoring/binning";
import { type Counts, shareOf } from "@/lib/core/monitoring/counts";
import { featureMove, scoreCounts } from "@/lib/core/monitoring/input-checks";
import type { FeatureReport } from "@/lib/core/monitoring/monitoring-report";
import { chiSquareQuantile } from "@/lib/core/monitoring/tail-probabilities";
import type { WatchedDay } from "@/lib/core/monitoring/watched-day";

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/**
 * The PSI that chance alone exceeds in one sample of 1,000, by the sizes of both samples: under no change it is about
 * (1/n + 1/m) times a chi-square variable of cells − 1 degrees of freedom.
 * @see Yurdakul & Naranjo 2020, doi:10.21314/JRMV.2020.227
 */
export function psiByChance(before: readonly number[], now: readonly number[]): number {
  const [n, m] = [sum(before), sum(now)];
  if (n === 0 || m === 0 || before.length < 2) return 0;
  return (1 / n + 1 / m) * chiSquareQuantile(0.001, before.length - 1);
}

interface Asked {
  readonly name: string;
  readonly label: string;
  readonly unit: string | null;
  readonly kind: FeatureSpec["kind"];
  readonly labelOf: (cell: string, next: string | undefined) => string;
}

function reportOf({ name, label, unit, kind, labelOf }: Asked, before: Counts, now: Counts): FeatureReport {
  const cells = toCells({ kind }, before, now);
  const move = featureMove({ kind }, before, now);
  const order = cells.cells.map((cell, i) => [cell, i] as const);
  if (kind === "numeric") order.sort(([a], [b]) => (a === REST ? 1 : b === REST ? -1 : Number(a) - Number(b)));
  const [n, m] = [sum(cells.before) || 1, sum(cells.now) || 1];
  return {
    ...{ name, label, unit },
    psi: move.psi,
    psiByChance: psiByChance(cells.before, cells.now),
    jensenShannon: move.jensenShannon,
    wasserstein: move.wasserstein,
    p: move.test.p,
    missingBefore: shareOf(before, "-1"),
    missingNow: shareOf(now, "-1"),
    cells: order.map(([cell, i], at) => ({
      label: cell === REST ? "Others, too few to tell apart" : labelOf(cell, order[at + 1]?.[0]),
      before: cells.before[i]! / n,
      now: cells.now[i]! / m,
    })),
  };
}

const ranges = (cell: string, next: string | undefined): string =>
  rangeLabel(Number(cell), next === undefined || next === REST ? undefined : Number(next));

function askedOf(spec: FeatureSpec): Asked {
  const { name, label } = spec;
  if (spec.kind === "numeric") return { name, label, unit: spec.unit, kind: spec.kind, labelOf: ranges };
  const labelOf = (cell: string): string => levelLabel(spec, spec.levels[Number(cell)]?.code ?? cell);
  return { name, label, unit: null, kind: spec.kind, labelOf };
}

/** The model's own answer and every feature, now beside before, those that moved most for their size first. */
export function featureReports(
  features: readonly FeatureSpec[],
  before: WatchedDay,
  now: WatchedDay,
): readonly FeatureReport[] {
  const score: Asked = { name: "score", label: "The model’s answer", unit: "%", kind: "numeric", labelOf: ranges };
  const reports = features.map((spec) =>
    reportOf(askedOf(spec), before.features[spec.name] ?? {}, now.features[spec.name] ?? {}),
  );
  return [
    reportOf(score, scoreCounts(before.scores), scoreCounts(now.scores)),
    ...reports.toSorted((a, b) => a.p - b.p || b.psi - a.psi),
  ];
}
