import { type FittedLine, fitLogitLine, toLogit } from "@/lib/core/evaluation/calibration";
import { ascending, type ScoreBin, type ScoreBins } from "@/lib/core/monitoring/score-bins";

/** Rows of one score: how many were followed by an event and how many were not; either may be a fraction (expected). */
export interface Graded {
  readonly events: number;
  readonly others: number;
}

/** Area under the ROC curve of rows by ascending score, ties counting half; null where one class is empty. */
export function gradedAuroc(rows: readonly Graded[]): number | null {
  let [concordant, events, others] = [0, 0, 0];
  for (const row of rows) {
    concordant += row.events * (others + row.others / 2);
    events += row.events;
    others += row.others;
  }
  return events > 0 && others > 0 ? concordant / (events * others) : null;
}

/** Average precision of rows by ascending score, ties one step; null without events. */
export function gradedAuprc(rows: readonly Graded[]): number | null {
  let [found, seen, area] = [0, 0, 0];
  for (const { events, others } of rows.toReversed()) {
    if (events + others === 0) continue;
    found += events;
    seen += events + others;
    area += events * (found / seen);
  }
  return found > 0 ? area / found : null;
}

const observed = ({ n, events }: ScoreBin): Graded => ({ events, others: n - events });

export const binnedAuroc = (bins: ScoreBins): number | null => gradedAuroc(ascending(bins).map(observed));
export const binnedAuprc = (bins: ScoreBins): number | null => gradedAuprc(ascending(bins).map(observed));

/**
 * Mean squared difference of probability and outcome: Σp² − 2·Σ(p of those with the event) + events, over n.
 * @param events of each bin, in the same order; a fraction where they are only expected
 */
export function meanBrier(rows: readonly ScoreBin[], events: readonly number[]): number {
  const n = rows.reduce((sum, bin) => sum + bin.n, 0);
  const squares = (bin: ScoreBin, some: number): number => bin.squared - (2 * some * bin.expected) / bin.n + some;
  return rows.reduce((sum, bin, i) => sum + squares(bin, events[i]!), 0) / n;
}

export function binnedBrier(bins: ScoreBins): number | null {
  const rows = ascending(bins);
  return rows.length === 0
    ? null
    : meanBrier(
        rows,
        rows.map(({ events }) => events),
      );
}

/** Calibration slope and intercept, each bin at its mean probability. */
export function binnedCalibrationLine(bins: ScoreBins): FittedLine | null {
  const rows = ascending(bins);
  const logits = rows.flatMap(({ n, expected }) => [toLogit(expected / n), toLogit(expected / n)]);
  const labels = rows.flatMap(() => [1, 0]);
  const weights = rows.flatMap(({ n, events }) => [events, n - events]);
  return fitLogitLine(logits, labels, weights);
}

/** Deciles of probability, as even as whole bins allow, with what was expected and observed in each. */
export function binnedCurve(bins: ScoreBins, count = 10): ScoreBin[] {
  const rows = ascending(bins);
  const all = rows.reduce((sum, { n }) => sum + n, 0);
  const groups: ScoreBin[] = [];
  let below = 0;
  for (const bin of rows) {
    const group = Math.min(count - 1, Math.floor(((below + bin.n / 2) / all) * count));
    below += bin.n;
    const known = groups[group];
    groups[group] =
      known === undefined
        ? bin
        : {
            n: known.n + bin.n,
            expected: known.expected + bin.expected,
            squared: known.squared + bin.squared,
            events: known.events + bin.events,
          };
  }
  return groups.filter((group) => group !== undefined);
}
