import { applyAdjudications } from "@/lib/core/review/apply-adjudications";
import type { LeftOut } from "@/lib/core/snapshots/snapshot-attrition";
import type { SnapshotQuery, SnapshotRow } from "@/lib/core/snapshots/snapshot-row";
import { findStandingAdjudications } from "@/lib/services/find-adjudications";
import type { House } from "@/lib/services/house";

/** Rows as reviewers decided, and which decisions that took. */
export interface CorrectedRows {
  readonly rows: readonly SnapshotRow[];
  readonly leftOut: readonly LeftOut[];
  /** Of the decisions that changed a row or left one out, in order of their ids. */
  readonly adjudicationIds: readonly string[];
}

/**
 * Applies to rows what reviewers had decided by then, as the query asks.
 * @param only the decisions that were applied before, where the same rows are made again
 */
export async function correctRows(
  house: House,
  { asOf, target, adjudications }: SnapshotQuery,
  rows: readonly SnapshotRow[],
  only?: ReadonlySet<string>,
): Promise<CorrectedRows> {
  if (adjudications === "none") return { rows, leftOut: [], adjudicationIds: [] };
  const standing = await house.database.transaction((tx) => findStandingAdjudications(tx, new Date(asOf)));
  const decided = only === undefined ? standing : standing.filter(({ id }) => only.has(id));
  const purpose = adjudications === "applied" ? "training" : "hold-out";
  const corrected = applyAdjudications(rows, decided, { target, purpose });
  const excluded = corrected.applied.filter(({ what }) => what === "excluded").length;
  return {
    rows: corrected.rows,
    leftOut: [{ step: "adjudicated", reason: "Left out of training by a reviewer", stays: excluded }],
    adjudicationIds: [...new Set(corrected.applied.map(({ adjudicationId }) => adjudicationId))].sort(),
  };
}
