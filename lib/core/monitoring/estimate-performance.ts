import { gradedAuprc, gradedAuroc } from "@/lib/core/monitoring/binned-figures";
import { type CalibrationMap, calibrated } from "@/lib/core/monitoring/isotonic";
import { ascending, type ScoreBins } from "@/lib/core/monitoring/score-bins";

/** What a model's own probabilities say of its performance, before anybody knows what became of the patients. */
export interface EstimatedPerformance {
  /** How many events are to be expected. */
  readonly events: number;
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
  const n = rows.reduce((sum, bin) => sum + bin.n, 0);
  // Of those in a bin, so many have the event: Σ(y − p)² = Σp² − 2·p̄·events + events.
  const squares = rows.reduce(
    (sum, bin, i) =>
      sum + bin.squared - (map === null ? 2 * bin.squared : (2 * events[i]! * bin.expected) / bin.n) + events[i]!,
    0,
  );
  return {
    events: events.reduce((sum, some) => sum + some, 0),
    auroc: gradedAuroc(graded),
    auprc: gradedAuprc(graded),
    brier: n === 0 ? null : squares / n,
  };
}
