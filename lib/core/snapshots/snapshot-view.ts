import type { SnapshotQuery } from "@/lib/core/snapshots/snapshot-row";
import type { AttritionStep } from "@/lib/core/validation/validation-input";

/** One training set, without its rows. */
export interface SnapshotView {
  readonly id: string;
  /** ISO-8601. */
  readonly at: string;
  readonly byName: string;
  readonly query: SnapshotQuery;
  /** The target in words. */
  readonly target: string;
  readonly featureTableHash: string;
  readonly labelRuleVersion: string;
  readonly adjudicationIds: readonly string[];
  readonly attrition: readonly AttritionStep[];
  readonly rows: number;
  /** Readmitted, by the target. */
  readonly positives: number;
  /** Died without having been readmitted. */
  readonly died: number;
  /** Any outcome was made by a simulation. */
  readonly simulated: boolean;
  readonly sha256: string;
}
