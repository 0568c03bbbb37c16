import { toLogit } from "@/lib/core/evaluation/calibration";
import type { Interval } from "@/lib/core/evaluation/cluster-bootstrap";
import { type Graded, meanBrier } from "@/lib/core/monitoring/binned-figures";
import type { ScoreBin } from "@/lib/core/monitoring/score-bins";
import { Z95 } from "@/lib/core/statistics/normal";

/** @see Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747 */
function aurocVariance(auroc: number, events: number, others: number): number {
  const q1 = auroc / (2 - auroc);
  const q2 = (2 * auroc ** 2) / (1 + auroc);
  const sum = auroc * (1 - auroc) + (events - 1) * (q1 - auroc ** 2) + (others - 1) * (q2 - auroc ** 2);
  return Math.max(0, sum) / (events * others);
}

/**
 * 95 % interval of an AUROC from its value and the sizes of both classes: every value that is not 1.96 of its own
 * standard errors away, so that a perfect one is not certain.
 * @see Newcombe 2006, doi:10.1002/sim.2324
 */
export function aurocIntervalOf(auroc: number, { events, others }: Graded): Interval {
  const isWithin = (value: number): boolean =>
    Math.abs(auroc - value) <= Z95 * Math.sqrt(aurocVariance(value, events, others));
  const edge = (bound: number): number => {
    let [inside, outside] = [auroc, bound];
    if (isWithin(bound)) return bound;
    for (let step = 0; step < 40; step++) {
      const middle = (inside + outside) / 2;
      if (isWithin(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return [edge(0), edge(1)];
}

/**
 * 95 % interval of an average precision from its value and the number of events: normal on the logit. null of one that
 * is 0 or 1, of which it says nothing.
 * @see Boyd, Eng & Page 2013, doi:10.1007/978-3-642-40994-3_29 (logit interval)
 */
export function auprcIntervalOf(auprc: number, events: number): Interval | null {
  if (!(auprc > 0 && auprc < 1 && events > 0)) return null;
  const half = Z95 / Math.sqrt(events * auprc * (1 - auprc));
  const at = (logit: number): number => 1 / (1 + Math.exp(-logit));
  return [at(toLogit(auprc) - half), at(toLogit(auprc) + half)];
}

/**
 * 95 % interval of a Brier score, which is a mean of squared differences: by their standard deviation, within 0 and 1.
 * Of a bin every row counts with its mean probability, which moves it by less than the width of a bin.
 * @param events of each bin, in the same order; a fraction where they are only expected
 * @see Bradley, Schwartz & Hashino 2008, doi:10.1175/2007WAF2007049.1
 */
export function brierIntervalOf(rows: readonly ScoreBin[], events: readonly number[]): Interval | null {
  const n = rows.reduce((sum, bin) => sum + bin.n, 0);
  if (n < 2) return null;
  const mean = meanBrier(rows, events);
  const spread = rows.reduce((sum, bin, i) => {
    const p = bin.expected / bin.n;
    return sum + events[i]! * ((1 - p) ** 2 - mean) ** 2 + (bin.n - events[i]!) * (p ** 2 - mean) ** 2;
  }, 0);
  const half = Z95 * Math.sqrt(spread / (n - 1) / n);
  return [Math.max(0, mean - half), Math.min(1, mean + half)];
}
