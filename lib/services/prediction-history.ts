import { desc, eq } from "drizzle-orm";
import { describeHistory, HISTORY_MAXIMUM, type PastPrediction } from "@/lib/core/worklist/prediction-history";
import { predictions } from "@/lib/io/database/schema";
import type { Scope } from "@/lib/services/verb";

/** The newest scores of one stay, each with what changed since the one before it. */
export async function listHistory({ tx }: Scope, stayId: string): Promise<PastPrediction[]> {
  const rows = await tx
    .select({
      id: predictions.id,
      at: predictions.at,
      modelVersion: predictions.modelVersion,
      view: predictions.view,
      probability: predictions.probability,
      tier: predictions.tier,
      encoded: predictions.features,
      scored: predictions.scored,
    })
    .from(predictions)
    .where(eq(predictions.stayId, stayId))
    .orderBy(desc(predictions.at), desc(predictions.id))
    // One more than is shown: the oldest shown is compared with it.
    .limit(HISTORY_MAXIMUM + 1);
  const kept = rows.map(({ scored, at, ...rest }) => ({
    ...rest,
    at: at.toISOString(),
    drivers: scored.drivers,
    abstentionReasons: scored.probability === null ? scored.applicability.reasons : [],
  }));
  return describeHistory(kept, rows.length <= HISTORY_MAXIMUM);
}
