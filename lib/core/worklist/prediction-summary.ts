import type { RiskChange } from "@/lib/core/worklist/risk-change";
import type { ScoreRange, TopDriver } from "@/lib/core/worklist/worklist-row";

/** What the list shows of one prediction, fixed when it was made. */
export interface PredictionSummary {
  readonly topDrivers: readonly TopDriver[];
  readonly abstentionReasons: readonly string[];
  readonly lace: ScoreRange;
  readonly hospital: ScoreRange;
  /** Data issues of severity warning or error. */
  readonly issueCount: number;
  /** The latest rise or fall that is news; missing in predictions made before Wardlight compared them. */
  readonly change?: RiskChange | null;
}
