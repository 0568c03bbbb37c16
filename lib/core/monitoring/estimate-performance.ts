import { gradedAuprc, gradedAuroc, meanBrier } from "@/lib/core/monitoring/binned-figures";
import { type CalibrationMap, calibrated } from "@/lib/core/monitoring/isotonic";
import { ascending, type ScoreBins } from "@/lib/core/monitoring/score-bins";

/** What a model's own probabilities say of its performance, before anybody knows what became of the patients. */
export interface EstimatedPerformance {
  /** How many events are to be expected in each bin, by ascending probability. */
  readonly byBin: readonly number[];
  readonly auroc: number | null;
  readonly auprc: number | null;
  readonly brier: number | null;
}

/**
 * Confidence-based performance estimation: what AUROC, average precision and Brier score are to be expected if the
 * probabilities are as well calibrated as they were. It sees a change in who comes (covariate shift) and by
 * construction cannot see a change in what becomes of the same patients (concept shift).
 *
 * @param map how probabilities turned out in the reference, where that is known; null takes them at their word
 * @see Bialek, Kuberski & Perrakis 2024, arXiv:2407.08649; NannyML 0.13 (`estimate_roc_auc`)
 */
export function estimatePerformance(bins: ScoreBins, map: CalibrationMap | null = null): EstimatedPerformance {
  const rows = ascending(bins);
  const events = rows.map(({ n, expected }) => (map === null ? expected : n * calibrated(map, expected / n)));
  const graded = rows.map(({ n }, i) => ({ events: events[i]!, others: n - events[i]! }));
  // Each at its own word, a bin's events go to those of the higher probability more often: 2·Σp², not 2·p̄·Σp.
  const within = map === null ? rows.reduce((sum, bin) => sum + bin.squared - bin.expected ** 2 / bin.n, 0) : 0;
  const n = rows.reduce((sum, bin) => sum + bin.n, 0);
  return {
    byBin: events,
    auroc: gradedAuroc(graded),
    auprc: gradedAuprc(graded),
    brier: n === 0 ? null : meanBrier(rows, events) - (2 * within) / n,
  };
}
